import { lookup as dnsLookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { DeliveryFailure } from '@tutti/contracts/summary';
import { DomainError } from '@tutti/kernel';
import type { AddressGuard } from '../channel/address-guard';

export interface Outgoing {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Of the whole exchange: 10 s when absent. */
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
}

export type Exchange =
  { readonly answer: HttpAnswer } | { readonly answer?: undefined; readonly failure: DeliveryFailure };

const usualTimeoutMs = 10_000;
const bodyMs = 2000;

const late: DeliveryFailure = { code: 'timeout', detail: 'The receiver did not answer in time.' };

/** What an error of the net says, without the address or its host: those are for who manages channels. */
const failureOf = (error: unknown, wasConnected: boolean): DeliveryFailure => {
  if (error instanceof DomainError)
    return {
      code: 'forbidden-address',
      detail: 'Nothing may be sent to where the address leads. CHANNEL_HOSTS says what is allowed.',
    };
  const { code = 'the connection failed' } = error as NodeJS.ErrnoException;
  if (wasConnected)
    return { code: 'timeout', detail: `The connection was lost before there was an answer (${code}).` };
  return { code: 'unreachable', detail: `The receiver cannot be reached (${code}).` };
};

/** The status is the answer: its body is let come for a moment, read by nobody, and takes nothing back. */
const letEnd = (answer: IncomingMessage): void => {
  const cut = setTimeout(() => answer.destroy(), bodyMs).unref();
  answer.once('close', () => clearTimeout(cut));
  answer.on('error', () => undefined);
  answer.resume();
};

/** Sends to addresses that people gave: follows no redirect, and connects to the very address that it has looked at. */
export class Outbound {
  constructor(
    private readonly guard: AddressGuard,
    private readonly resolve: typeof dnsLookup = dnsLookup,
  ) {}

  /** Rejects only when the signal aborts: then nobody knows what came of it. */
  async exchange(address: string, outgoing: Outgoing, signal: AbortSignal): Promise<Exchange> {
    const limit = AbortSignal.timeout(outgoing.timeoutMs ?? usualTimeoutMs);
    const seen = { connected: false };
    try {
      this.guard.check(address);
      return { answer: await this.#request(address, outgoing, AbortSignal.any([signal, limit]), seen) };
    } catch (error) {
      signal.throwIfAborted();
      // Where there was no connection nothing can have arrived.
      if (limit.aborted) return { failure: seen.connected ? late : failureOf({ code: 'ETIMEDOUT' }, false) };
      return { failure: failureOf(error, seen.connected) };
    }
  }

  async #request(
    address: string,
    { method, headers, body }: Outgoing,
    signal: AbortSignal,
    seen: { connected: boolean },
  ): Promise<HttpAnswer> {
    const url = new URL(address);
    const options: RequestOptions = {
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      signal,
      lookup: this.#pinned(url.hostname),
    };
    const secure = url.protocol === 'https:';
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = (secure ? httpsRequest : httpRequest)(url, options, resolve);
    request.on('error', reject);
    request.on('socket', (socket) =>
      socket.once(secure ? 'secureConnect' : 'connect', () => (seen.connected = true)),
    );
    request.end(body);
    const answer = await promise;
    letEnd(answer);
    return { status: answer.statusCode ?? 0, headers: answer.headers };
  }

  /** Looks a name up once, and lets the connection go to what was found and to nothing else. */
  #pinned(host: string): LookupFunction {
    return (name, options, callback) => {
      this.resolve(name, { ...options, all: true }, (error, addresses) => {
        if (error) return callback(error, []);
        try {
          for (const { address } of addresses) this.guard.checkResolved(host, address);
        } catch (refusal) {
          return callback(refusal as Error, []);
        }
        const [one] = addresses;
        if (options.all || !one) return callback(null, addresses);
        return callback(null, one.address, one.family);
      });
    };
  }
}
