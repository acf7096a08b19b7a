import type { CommandFailure } from '@tutti/contracts/devices';
import { ImageError, ModelError } from '@tutti/vision';
import { reasonOf } from '../common/reason-of';
import { Refusal } from '../common/refusal';
import { ApiError } from '../identity/api';

/** A command cannot be done, for a reason with a code of its own. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const codeOf = (error: unknown): string => {
  if (error instanceof Refusal) return error.kind === 'unavailable' ? 'model.missing' : error.kind;
  const hasCode =
    error instanceof CommandError ||
    error instanceof ImageError ||
    error instanceof ModelError ||
    error instanceof ApiError;
  if (hasCode) return error.code;
  return error instanceof Error && error.name === 'TimeoutError' ? 'deadline' : 'agent.failed';
};

/** What went wrong, in the words of the contract. */
export const failureOf = (error: unknown): CommandFailure => ({
  code: codeOf(error)
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]/g, '-')
    .slice(0, 64),
  message: reasonOf(error).slice(0, 512),
});
