import {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as send,
} from 'node:http';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import type { Pool } from './pool';
import type { Replica } from './replica';

/** Between two neighbours only (RFC 9110 7.6.1). */
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Without what is between neighbours only, also by the sender's own word. */
export const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders => {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.has(name)),
  );
};

/** What the caller says of who forwarded it counts for nothing: this is the outermost proxy. */
const headersFor = (caller: IncomingMessage): IncomingHttpHeaders => {
  const { forwarded: _forwarded, ...headers } = endToEnd(caller.headers);
  return {
    ...headers,
    'x-forwarded-for': caller.socket.remoteAddress ?? '',
    'x-forwarded-host': caller.headers.host ?? '',
    'x-forwarded-proto': 'http',
    // A body of unknown length stays one.
    ...(caller.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' }),
  };
};

class Refused extends Error {}

const lost = (cause: unknown): DomainError =>
  new DomainError(commonErrors['service.unavailable'], {
    detail:
      'The connection to the service was lost before it answered, so what became of the request is unknown. ' +
      'Repeat it with the same Idempotency-Key.',
    cause,
  });

const nobody = (service: string): DomainError =>
  new DomainError(commonErrors['service.unavailable'], {
    detail: `No replica of the service "${service}" is ready. Try again in a moment.`,
  });

const isRefusal = (error: Error): boolean => 'code' in error && error.code === 'ECONNREFUSED';

/** All that has come of the body was passed on, and there is more to come: a slow line is not the replica's fault. */
const isWaitedFor = (caller: IncomingMessage, outgoing: ClientRequest): boolean =>
  !caller.complete && caller.readableLength === 0 && outgoing.writableLength === 0;

/** Sends one request to one replica. Rejects with `Refused` when it is certain that nothing of it arrived. */
const sendTo = (replica: Replica, caller: IncomingMessage, answerMs: number): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = replica.http;
    const outgoing = send({
      agent: replica.agent,
      hostname,
      port,
      method: caller.method,
      path: caller.url,
      headers: headersFor(caller),
      setHost: false,
    });
    const tooLate = setTimeout(() => {
      if (isWaitedFor(caller, outgoing)) tooLate.refresh();
      else outgoing.destroy(new Error('no answer in time'));
    }, answerMs);
    const abandon = (): void => void outgoing.destroy();
    replica.hold(outgoing);
    caller.socket.once('close', abandon);
    outgoing.once('response', (answer) => {
      clearTimeout(tooLate);
      resolve(answer);
    });
    outgoing.once('close', () => {
      clearTimeout(tooLate);
      replica.release(outgoing);
      caller.socket.off('close', abandon);
    });
    outgoing.on('error', (error) => {
      reject(isRefusal(error) ? new Refused('nobody listens', { cause: error }) : lost(error));
    });
    // The body is not touched before there is a connection: another replica can still have it.
    outgoing.once('socket', (socket) => {
      const go = (): void => {
        caller.on('data', () => tooLate.refresh());
        caller.pipe(outgoing);
      };
      if (socket.connecting) socket.once('connect', go);
      else go();
    });
  });

/**
 * Brings a request to a replica of the service and answers with its answer, whose body is yet to be read. A replica that
 * refuses the connection has seen nothing: the next one is asked. Throws `service.unavailable`.
 */
export const forward = async (
  pool: Pool,
  service: string,
  caller: IncomingMessage,
  answerMs: number,
): Promise<IncomingMessage> => {
  const tried = new Set<Replica>();
  for (;;) {
    const replica = pool.pick(service, tried);
    if (!replica) throw nobody(service);
    try {
      return await sendTo(replica, caller, answerMs);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      replica.refused();
      tried.add(replica);
    }
  }
};
