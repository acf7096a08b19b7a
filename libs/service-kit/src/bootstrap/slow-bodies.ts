import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { refuseConnection } from './refuse-connection';

const windowMs = 60_000;
/** In each window: 273 bytes a second is slower than any line that something can be done with. */
const leastBytes = 16_384;

const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const watch = (message: IncomingMessage): void => {
  const { socket } = message;
  // Some of it came with the headers: the first window passes.
  let seen = Number.NEGATIVE_INFINITY;
  const timer = setInterval(() => {
    const came = socket.bytesRead - seen;
    seen = socket.bytesRead;
    // What has come and was not read yet keeps the rest from coming: that is our doing.
    if (came >= leastBytes || message.complete || message.readableLength > 0) return;
    clearInterval(timer);
    refuseConnection({ name: 'Error', message: 'Too slow', code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
  }, windowMs);
  timer.unref();
  message.once('close', () => clearInterval(timer));
};

/**
 * Hangs up on bodies that hardly come, which would hold connections for ever (slowloris). A limit of time for the whole
 * request, as Node has one, would end every large file over a slow line.
 */
export const endSlowBodies = (server: FastifyInstance): void => {
  server.addHook('onRequest', (request, _reply, done) => {
    if (hasBody(request.raw)) watch(request.raw);
    done();
  });
};
