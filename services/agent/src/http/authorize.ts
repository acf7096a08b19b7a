import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '../common/refusal';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Health routes: probes carry no token and tell nothing but yes or no. */
    readonly open?: boolean;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether an `Authorization` header carries the token. */
export function bearerCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digest(token);
  return (authorization) => {
    const [scheme, given] = authorization?.split(' ') ?? [];
    const right = scheme?.toLowerCase() === 'bearer' && given !== undefined;
    return right && timingSafeEqual(digest(given), expected);
  };
}

/** With a token: everything but health demands it. Without: only a program on this machine may speak to us. */
export function authorize(token: string | undefined): (request: FastifyRequest) => Promise<void> {
  const allowed = token === undefined ? undefined : bearerCheck(token);
  return async (request) => {
    if (request.routeOptions.config.open === true) return;
    if (allowed === undefined) return checkHost(request);
    if (!allowed(request.headers.authorization))
      throw new Refusal('unauthenticated', 'A bearer token is needed: Authorization: Bearer <AGENT_TOKEN>.');
  };
}

const thisMachine = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i;

/**
 * A web page elsewhere must not reach the agent by letting its own name resolve to this machine (DNS rebinding), nor by
 * a request that browsers send across origins unasked.
 */
async function checkHost({ hostname, headers: { origin } }: FastifyRequest): Promise<void> {
  if (origin !== undefined && !thisMachine.test(URL.parse(origin)?.hostname ?? ''))
    throw new Refusal('forbidden', 'The agent does not answer pages of other machines without AGENT_TOKEN.');
  if (!thisMachine.test(hostname))
    throw new Refusal('forbidden', `The agent does not answer under the name ${hostname}; use 127.0.0.1.`);
}
