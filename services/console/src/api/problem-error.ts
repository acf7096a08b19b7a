import type { Problem } from '@tutti/contracts/common';
import i18next from 'i18next';
import { faultTextIn } from '../i18n/server-words';

/** The server refused, and said why (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: Problem,
    /** Seconds, from `Retry-After`. */
    readonly retryAfter?: number,
  ) {
    super(problem.detail ?? problem.title);
  }
}

/** No answer, or one that a gateway gave because the service did not. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** The answer has another shape than this page knows: the server is newer or older than the page. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

export const problemStatus = (error: unknown): number | undefined =>
  error instanceof ProblemError ? error.problem.status : undefined;

/** What the server says about one field of the body (`/name`), if it does. */
export const fieldFault = (
  error: unknown,
  pointer: string,
  language = i18next.language,
): string | undefined => {
  const errors = error instanceof ProblemError ? error.problem.errors : undefined;
  const fault = errors?.find((one) => one.pointer === pointer);
  return fault && faultTextIn(language, fault);
};
