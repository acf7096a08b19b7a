import type { ErrorDefinition, ErrorKind } from '@tutti/kernel';

type Catalogue<Codes extends string> = Readonly<Record<Codes, ErrorDefinition>>;

/** Builds a context's error catalogue from `code: [kind, title]`. */
export const defineErrors = <const Codes extends string>(
  entries: Readonly<Record<Codes, readonly [ErrorKind, string]>>,
): Catalogue<Codes> => {
  const catalogue: Record<string, ErrorDefinition> = {};
  for (const code in entries) catalogue[code] = { code, kind: entries[code][0], title: entries[code][1] };
  return catalogue as Catalogue<Codes>;
};

/** Refusals that any context can answer with. */
export const commonErrors = defineErrors({
  'request.invalid': ['invalid', 'The request is malformed'],
  'request.too-large': ['too-large', 'The request is too large'],
  'request.rate-limited': ['quota', 'Too many requests'],
  'request.unauthenticated': ['unauthenticated', 'Sign in first'],
  'request.forbidden': ['forbidden', 'Not permitted'],
  'request.not-found': ['not-found', 'There is no such resource'],
  'request.if-match-required': ['precondition-required', 'If-Match is required'],
  'request.idempotency-key-reused': ['unprocessable', 'The Idempotency-Key was used for another request'],
  'query.invalid': ['invalid', 'The filter cannot be understood'],
  'page.invalid': ['invalid', 'The page token is not valid here'],
  'aggregate.stale-version': ['stale-version', 'It was changed in the meantime'],
  'aggregate.busy': ['unavailable', 'Too many writers at once'],
  'aggregate.commit-too-large': ['too-large', 'The command says too much at once'],
  'as-of.not-yet': ['unprocessable', 'That is still to come'],
  'name.taken': ['already-exists', 'The name is taken'],
  'log.unavailable': ['unavailable', 'The event log cannot be reached'],
  'database.unavailable': ['unavailable', 'The database cannot be reached'],
  'database.overdue': ['unavailable', 'The database took too long'],
  'service.unavailable': ['unavailable', 'The service is not available'],
  'projection.behind': ['unavailable', 'The read model is behind'],
  unexpected: ['unexpected', 'Something went wrong'],
});
