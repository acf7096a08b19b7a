import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { HttpRefusal, isPassing, refusalOf } from './http-refusal';
import { Silence } from './silence';

/** Trusts an authority beside those that the machine knows: in this thread, for whatever connects from now on. */
export const trustAuthority = (caFile: string | undefined): void => {
  if (caFile !== undefined)
    setDefaultCACertificates([...getCACertificates('default'), readFileSync(caFile, 'utf8')]);
};

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/api/v1/`. */
  readonly path: string;
  readonly json?: unknown;
  readonly bytes?: Uint8Array;
}

export interface TicketHttpOptions {
  /** Of the API. */
  readonly url: string;
  readonly ticket: string;
  /** When the ticket ends: trying again makes no sense after it. */
  readonly expiresAt: Date;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
  readonly firstPauseMs?: number;
}

const longestPauseMs = 10_000;
/** Nothing moves in either direction: however slow a link is, what moves arrives. */
const silenceMs = 120_000;
const pieceBytes = 65_536;

/** `fetch` takes the next piece when the one before it is on its way. */
const sent = function* (bytes: Uint8Array, silence: Silence): Generator<Uint8Array, void> {
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    silence.broken();
    yield bytes.subarray(from, from + pieceBytes);
  }
  silence.broken();
};

const received = ({ body }: Response, silence: Silence): Promise<Uint8Array> => {
  const heard = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      silence.broken();
      controller.enqueue(piece);
    },
  });
  return new Response(body?.pipeThrough(heard) ?? null).bytes();
};

const bodyOf = ({ json, bytes }: HttpRequest, silence: Silence): RequestInit => {
  if (bytes)
    return {
      body: ReadableStream.from(sent(bytes, silence)),
      duplex: 'half',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes.length) },
    };
  if (json === undefined) return {};
  return { body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
};

/** Requests with the ticket of one job: again and again while the server is away, until the ticket has ended. */
export class TicketHttp {
  readonly #base: URL;

  constructor(private readonly options: TicketHttpOptions) {
    this.#base = new URL('api/v1/', options.url.endsWith('/') ? options.url : `${options.url}/`);
  }

  async json(request: HttpRequest): Promise<unknown> {
    const text = Buffer.from(await this.bytes(request)).toString('utf8');
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Throws an `HttpRefusal` for what the server refuses, and the signal's reason once it aborts. */
  async bytes(request: HttpRequest): Promise<Uint8Array> {
    const { signal, expiresAt, firstPauseMs = 500 } = this.options;
    for (let pause = firstPauseMs; ; pause = Math.min(pause * 2, longestPauseMs)) {
      signal.throwIfAborted();
      try {
        return await this.#once(request);
      } catch (error) {
        if (error instanceof HttpRefusal && !isPassing(error.status)) throw error;
        signal.throwIfAborted();
        if (Date.now() > expiresAt.getTime()) throw error;
      }
      await delay(pause * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }

  async #once(request: HttpRequest): Promise<Uint8Array> {
    const silence = new Silence(silenceMs);
    try {
      const { headers, ...content } = bodyOf(request, silence);
      const response = await fetch(new URL(request.path, this.#base), {
        ...content,
        method: request.method,
        headers: { authorization: `Bearer ${this.options.ticket}`, ...headers },
        signal: AbortSignal.any([this.options.signal, silence.signal]),
      });
      silence.broken();
      if (!response.ok) throw await refusalOf(response);
      return await received(response, silence);
    } finally {
      silence.end();
    }
  }
}
