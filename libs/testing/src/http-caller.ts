import { commonErrors } from '@tutti/contracts/common';
import { expect, vi } from 'vitest';

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

const contentOf = ({
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

const mostLooks = 20;

/** People who call a service over HTTP and see what they, and whoever was told of, wrote. */
export abstract class HttpCaller {
  /** Of the newest answer. */
  #position = 0;

  abstract get url(): string;
  abstract token(role: Exclude<Role, 'nobody'>, user?: string): Promise<string>;

  /** Whoever asks next has read this far. */
  protected saw(position: number): void {
    this.#position = Math.max(this.#position, position);
  }

  /** A request of a person. */
  async call<Body = unknown>(request: string, call: Call = {}): Promise<Answered<Body>> {
    const { as = 'manager', user, headers = {} } = call;
    const [method = 'GET', path = ''] = request.split(' ');
    const all = new Headers({ 'tutti-position': String(this.#position), ...headers });
    if (as !== 'nobody') all.set('authorization', `Bearer ${await this.token(as, user)}`);
    const { type, ...body } = contentOf(call);
    if (type !== undefined) all.set('content-type', type);
    const response = await fetch(`${this.url}/api/v1${path}`, { method, headers: all, ...body });
    this.saw(Number(response.headers.get('tutti-position')));
    return answered<Body>(response);
  }

  /** The same, expected to succeed; answers with the body. */
  async ok<Body = Record<string, unknown>>(request: string, call: Call = {}): Promise<Body> {
    const { status, body } = await this.call<Body>(request, call);
    expect(status, `${request}: ${JSON.stringify(body)}`).toBeLessThan(300);
    return body;
  }

  /** Changes something as somebody who has just looked at it, and looks again where the service changed it meanwhile. */
  async change<Body = unknown>(request: string, shown: string, call: Call = {}): Promise<Answered<Body>> {
    for (let looks = 1; ; looks++) {
      const { etag } = await this.call(`GET ${shown}`);
      const answer = await this.call<Body>(request, { ...call, headers: { 'if-match': etag } });
      if (answer.code !== commonErrors['aggregate.stale-version'].code || looks === mostLooks) return answer;
    }
  }

  /** Waits until the expectation holds. */
  async eventually<T>(expectation: () => T | Promise<T>): Promise<T> {
    return vi.waitFor(expectation, { timeout: 15_000, interval: 50 });
  }
}
