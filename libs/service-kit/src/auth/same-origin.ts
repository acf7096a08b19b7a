import type { IncomingHttpHeaders } from 'node:http';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/** A browser states the origin itself; what it cannot forge across origins without CORS is a header of its own. */
const provesOrigin = (headers: IncomingHttpHeaders): boolean => {
  if (headers.origin !== undefined) return hostOf(headers.origin) === headers.host;
  return headers['sec-fetch-site'] === 'same-origin' || headers['x-requested-with'] !== undefined;
};

/**
 * Cross-site request forgery: cookies travel with requests that other sites make. Whoever changes something with a
 * cookie and no bearer token must show that the request comes from our own pages.
 */
export const assertNoForgery = (method: string, headers: IncomingHttpHeaders): void => {
  const byCookie = headers.cookie !== undefined && headers.authorization === undefined;
  if (!byCookie || safeMethods.has(method) || provesOrigin(headers)) return;
  throw new DomainError(commonErrors['request.forbidden'], {
    detail: 'A change by cookie must come from this origin, or carry the header X-Requested-With.',
  });
};
