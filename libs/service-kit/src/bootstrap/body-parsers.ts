import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findState } from '../route/request-state';

/** Bytes of a resumable upload from its offset on (tus 1.0). */
export const offsetOctetStream = 'application/offset+octet-stream';

/** JSON too large to be held for whoever has not shown yet that it may come. */
const bulkJson = /^application\/vnd\.tutti\.[a-z-]+\+json$/;

type Done = (error: Error | null, body?: unknown) => void;

/**
 * JSON (with merge patches) is parsed, and kept as it came for signatures; pictures, `application/vnd.tutti.*+json` and other bytes pass as streams,
 * which each route limits for itself; anything else is 415.
 */
export const addBodyParsers = (server: FastifyInstance): void => {
  const json = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    ['application/json', 'application/merge-patch+json'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      const state = findState(request);
      if (state) state.rawBody = body;
      if (body.length === 0) done(null, undefined);
      else void json(request, body.toString('utf8'), done);
    },
  );
  for (const type of [/^image\/[a-z0-9.+-]+$/, bulkJson, 'application/octet-stream', offsetOctetStream])
    server.addContentTypeParser(type, (_request: FastifyRequest, payload: IncomingMessage, done: Done) => {
      done(null, payload);
    });
};
