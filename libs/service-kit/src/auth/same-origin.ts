import type { IncomingHttpHeaders } from 'node:http';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/** By what browsers say and no page can forge. Whoever says nothing is no browser: those state the origin of every change. */
const isForeign = ({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean => {
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && hostOf(origin) !== host;
};

/**
 * Cross-site request forgery: cookies travel with requests that other sites make. Whoever changes something with a
 * cookie and no bearer token must not come from a foreign page. The rules are those of Go's `CrossOriginProtection`.
 */
export const assertNoForgery = (method: string, headers: IncomingHttpHeaders): void => {
  const byCookie = headers.cookie !== undefined && headers.authorization === undefined;
  if (!byCookie || safeMethods.has(method) || !isForeign(headers)) return;
  throw new DomainError(commonErrors['request.forbidden'], {
    detail: 'A change by cookie must not come from a page of another origin.',
  });
};
