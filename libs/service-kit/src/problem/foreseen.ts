import { commonErrors } from '@tutti/contracts/common';
import { isUnavailable } from '@tutti/database';
import { DomainError } from '@tutti/kernel';

/** Any thrown value, as a refusal where it is one for the caller: a database that is away is nobody's bug. */
export const foreseen = (error: unknown): unknown =>
  isUnavailable(error)
    ? new DomainError(commonErrors['database.unavailable'], {
        detail:
          'The database cannot be reached, or takes nothing at the moment. Try again, a command with the same Idempotency-Key: nothing is done twice.',
        cause: error,
      })
    : error;
