import type { CallContent } from './call-content.fixture';

export type Role = 'admin' | 'manager' | 'user' | 'nobody';

export interface Call extends CallContent {
  readonly as?: Role;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined for an empty answer. */
  readonly body: unknown;
  /** Of a problem. */
  readonly code: string | undefined;
  readonly position: string;
  readonly etag: string;
}

export const answered = async (response: Response): Promise<Answered> => {
  const { status, headers } = response;
  const text = await response.text();
  const isJson = text !== '' && headers.get('content-type')?.includes('json') === true;
  const body: unknown = isJson ? JSON.parse(text) : text || undefined;
  return {
    status,
    headers,
    body,
    code: isJson ? (body as { code?: string }).code : undefined,
    position: headers.get('tutti-position') ?? '',
    etag: headers.get('etag') ?? '',
  };
};
