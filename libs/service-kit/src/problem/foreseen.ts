import { commonErrors } from '@tutti/contracts/common';
import { isOverdue, isUnavailable } from '@tutti/database';
import { isLogAway } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';

const away = (code: 'database.unavailable' | 'log.unavailable', what: string, cause: unknown): DomainError =>
  new DomainError(commonErrors[code], {
    detail: `${what} Try again, a command with the same Idempotency-Key: nothing is done twice.`,
    cause,
  });

/** Any thrown value, as a refusal where it is one for the caller: what a server that is away leads to is nobody's bug. */
export const foreseen = (error: unknown): unknown => {
  if (isOverdue(error))
    return new DomainError(commonErrors['database.overdue'], {
      detail: 'The question took longer than one may. Ask for less: a narrower filter, or a shorter time.',
      cause: error,
    });
  if (isUnavailable(error))
    return away(
      'database.unavailable',
      'The database cannot be reached, or takes nothing at the moment.',
      error,
    );
  return isLogAway(error) ? away('log.unavailable', 'The event log cannot be reached.', error) : error;
};
