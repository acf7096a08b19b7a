export type Role = 'admin' | 'manager' | 'user' | 'nobody';

export interface Call {
  readonly as?: Role;
  /** Who it is, where two of a role must not be the same. */
  readonly user?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: { readonly type: string; readonly content: Uint8Array };
}

export interface Answered<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** Of a problem. */
  readonly code: string | undefined;
  readonly etag: string;
}

export const contentOf = ({
  json,
  bytes,
}: Call): { readonly type?: string; readonly body?: string | Buffer<ArrayBuffer> } => {
  if (bytes) return { type: bytes.type, body: Buffer.from(bytes.content) };
  return json === undefined ? {} : { type: 'application/json', body: JSON.stringify(json) };
};

export const answered = async <Body>(response: Response): Promise<Answered<Body>> => {
  const { status, headers } = response;
  const isJson = /\bjson\b/.test(headers.get('content-type') ?? '');
  const body: unknown = isJson ? await response.json() : Buffer.from(await response.arrayBuffer());
  const code = isJson ? (body as { code?: string }).code : undefined;
  return { status, headers, body: body as Body, code, etag: headers.get('etag') ?? '' };
};
