import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { HttpError } from './http-error';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Health routes: probes carry no token and tell nothing but yes or no. */
    readonly open?: boolean;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** With a token: everything but health demands it. Without: only a program on this machine may speak to us. */
export function authorize(token: string | undefined): (request: FastifyRequest) => Promise<void> {
  const expected = token === undefined ? undefined : digest(token);
  return async (request) => {
    if (request.routeOptions.config.open === true) return;
    if (expected === undefined) return checkHost(request);
    const [scheme, given] = request.headers.authorization?.split(' ') ?? [];
    const right = scheme?.toLowerCase() === 'bearer' && given !== undefined;
    if (!right || !timingSafeEqual(digest(given), expected))
      throw new HttpError(401, 'A bearer token is needed: Authorization: Bearer <AGENT_TOKEN>.');
  };
}

/** A web page elsewhere must not reach the agent by letting its own name resolve to this machine (DNS rebinding). */
async function checkHost({ hostname }: FastifyRequest): Promise<void> {
  if (!/^(localhost|127(\.\d+){3}|\[?::1\]?)$/i.test(hostname))
    throw new HttpError(403, `The agent does not answer under the name ${hostname}; use 127.0.0.1.`);
}
