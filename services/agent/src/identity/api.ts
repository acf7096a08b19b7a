import type { KeyPair } from '@nats-io/nkeys';
import { problem } from '@tutti/contracts/common';
import { deviceToken } from './device-token';
import { ServerClock } from './server-clock';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly json?: unknown;
  readonly bytes?: { readonly type: string; readonly body: Uint8Array };
  /** Signs the request as this device. */
  readonly deviceId?: string;
  /** Gives up early. */
  readonly signal?: AbortSignal;
  /** 15 s when absent. */
  readonly timeoutMs?: number;
}

/** The server refused. `code` is stable and for programs, the message for people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterMs: number | undefined,
  ) {
    super(message);
  }
}

const usualTimeoutMs = 15_000;
const nothing = new Uint8Array();

/** Tutti's REST API as a device uses it. */
export class TuttiApi {
  private readonly base: string;

  constructor(
    url: string,
    private readonly key: KeyPair,
    readonly clock: ServerClock = new ServerClock(),
  ) {
    this.base = url.endsWith('/') ? url : `${url}/`;
  }

  /** The answer's JSON. Throws an `ApiError`, or whatever the network throws. */
  async request(request: ApiRequest): Promise<unknown> {
    const response = await this.answer(request);
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  }

  /** The answer's bytes, at most as many as expected. Throws an `ApiError`, or whatever the network throws. */
  async download(request: ApiRequest, maxBytes: number): Promise<Buffer> {
    const response = await this.answer(request);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += chunk.length;
      if (size > maxBytes) throw new Error(`The server sent more than ${maxBytes} bytes.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  private async answer(request: ApiRequest): Promise<Response> {
    const first = await this.send(request);
    const misjudged = first.clockWasWrong && first.response.status === 401 && request.deviceId !== undefined;
    const { response } = misjudged ? await this.send(request) : first;
    if (!response.ok) throw refusal(response, await response.text());
    return response;
  }

  private async send(request: ApiRequest): Promise<{ response: Response; clockWasWrong: boolean }> {
    const url = new URL(`api/v1/${request.path}`, this.base);
    const { type, body } = bodyOf(request);
    const headers = new Headers({ accept: 'application/json' });
    if (type !== undefined) headers.set('content-type', type);
    if (request.deviceId !== undefined) {
      const { deviceId, method } = request;
      const signed = { deviceId, method, path: url.pathname + url.search, body, now: this.clock.now() };
      headers.set('authorization', `Tutti-Device ${deviceToken(this.key, signed)}`);
    }
    const timeout = AbortSignal.timeout(request.timeoutMs ?? usualTimeoutMs);
    const sentAt = this.clock.local();
    const response = await fetch(url, {
      method: request.method,
      headers,
      redirect: 'error',
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
      ...(type === undefined ? {} : { body }),
    });
    return { response, clockWasWrong: this.clock.observe(response.headers.get('date'), sentAt) };
  }
}

function bodyOf({ json, bytes }: ApiRequest): { type?: string; body: Uint8Array<ArrayBuffer> } {
  if (bytes !== undefined) return { type: bytes.type, body: Uint8Array.from(bytes.body) };
  if (json === undefined) return { body: nothing };
  return { type: 'application/json', body: new TextEncoder().encode(JSON.stringify(json)) };
}

function refusal(response: Response, text: string): ApiError {
  const told = problem.safeParse(parsed(text)).data;
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  const message = told?.detail ?? told?.title ?? `The server answered ${response.status}.`;
  return new ApiError(
    response.status,
    told?.code ?? `http.${response.status}`,
    message,
    Number.isFinite(seconds) ? seconds * 1000 : undefined,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
