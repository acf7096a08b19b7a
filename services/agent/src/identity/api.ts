import type { KeyPair } from '@nats-io/nkeys';
import { problem } from '@tutti/contracts/common';
import type { ServerTrust } from '../trust/server-trust';
import { deviceToken } from './device-token';
import { type HttpAnswer, HttpClient, type StreamedAnswer, largestRefusal, readWhole } from './http-client';
import { ServerClock } from './server-clock';

export interface ApiRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH';
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly json?: unknown;
  readonly bytes?: { readonly type: string; readonly body: Uint8Array };
  readonly headers?: Readonly<Record<string, string>>;
  /** Signs the request as this device. */
  readonly deviceId?: string;
  /** Gives up early. */
  readonly signal?: AbortSignal;
  /** 15 s when absent. */
  readonly timeoutMs?: number;
}

export interface StreamedGet {
  /** Below `/api/v1/`. */
  readonly path: string;
  /** Bearer. */
  readonly ticket: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends reading, too. */
  readonly signal: AbortSignal;
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
const largestJson = 1_048_576;
const nothing = new Uint8Array();

/** Tutti's REST API as a device uses it. */
export class TuttiApi {
  private readonly base: string;
  private readonly http: HttpClient;

  constructor(
    url: string,
    private readonly key: KeyPair,
    readonly clock: ServerClock = new ServerClock(),
    trust?: ServerTrust,
  ) {
    this.http = new HttpClient(trust);
    this.base = url.endsWith('/') ? url : `${url}/`;
  }

  /** The answer's JSON. Throws an `ApiError`, or whatever the network throws. */
  async request(request: ApiRequest): Promise<unknown> {
    const text = (await this.answer(request, largestJson)).body.toString();
    return text === '' ? undefined : JSON.parse(text);
  }

  /** The answer's headers. Throws an `ApiError`, or whatever the network throws. */
  async headersOf(request: ApiRequest): Promise<HttpAnswer['headers']> {
    return (await this.answer(request, largestJson)).headers;
  }

  /** The answer's bytes, at most as many as expected. Throws an `ApiError`, or whatever the network throws. */
  async download(request: ApiRequest, maxBytes: number): Promise<Buffer> {
    return (await this.answer(request, maxBytes)).body;
  }

  /** An answer whose bytes the caller reads as they come. Throws an `ApiError`, or whatever the network throws. */
  async open({ path, ticket, headers: given, signal }: StreamedGet): Promise<StreamedAnswer> {
    const headers = { ...given, authorization: `Bearer ${ticket}` };
    const answer = await this.http.open(this.urlOf(path), { method: 'GET', headers, body: nothing, signal });
    const { status, stream } = answer;
    if (isSuccess(status)) return answer;
    throw refusal({ ...answer, body: await readWhole(stream, largestRefusal) });
  }

  private async answer(request: ApiRequest, maxBytes: number): Promise<HttpAnswer> {
    const first = await this.send(request, maxBytes);
    const misjudged = first.clockWasWrong && first.answer.status === 401 && request.deviceId !== undefined;
    const { answer } = misjudged ? await this.send(request, maxBytes) : first;
    if (!isSuccess(answer.status)) throw refusal(answer);
    return answer;
  }

  private async send(
    request: ApiRequest,
    maxBytes: number,
  ): Promise<{ answer: HttpAnswer; clockWasWrong: boolean }> {
    const url = this.urlOf(request.path);
    const { type, body } = bodyOf(request);
    const headers: Record<string, string> = { accept: 'application/json', ...request.headers };
    if (type !== undefined) headers['content-type'] = type;
    if (request.deviceId !== undefined) {
      const { deviceId, method } = request;
      const signed = { deviceId, method, path: url.pathname + url.search, body, now: this.clock.now() };
      headers['authorization'] = `Tutti-Device ${deviceToken(this.key, signed)}`;
    }
    const timeout = AbortSignal.timeout(request.timeoutMs ?? usualTimeoutMs);
    const sentAt = this.clock.steady();
    const answer = await this.http.send(url, {
      method: request.method,
      headers,
      body,
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
      maxBytes,
    });
    return { answer, clockWasWrong: this.clock.observe(answer.headers.date ?? null, sentAt) };
  }

  private urlOf(path: string): URL {
    return new URL(`api/v1/${path}`, this.base);
  }
}

const isSuccess = (status: number): boolean => status >= 200 && status < 300;

function bodyOf({ json, bytes }: ApiRequest): { type?: string; body: Uint8Array } {
  if (bytes !== undefined) return { type: bytes.type, body: bytes.body };
  if (json === undefined) return { body: nothing };
  return { type: 'application/json', body: new TextEncoder().encode(JSON.stringify(json)) };
}

function refusal({ status, headers, body }: HttpAnswer): ApiError {
  const told = problem.safeParse(parsed(body.toString())).data;
  const seconds = Number(headers['retry-after'] ?? NaN);
  const message = told?.detail ?? told?.title ?? `The server answered ${status}.`;
  const code = told?.code ?? `http.${status}`;
  return new ApiError(status, code, message, Number.isFinite(seconds) ? seconds * 1000 : undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
