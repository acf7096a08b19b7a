import { CorruptCommit } from '@tutti/event-store';
import { Halted, type HaltReason } from '../support/errors';

/** Why a runner waits for a person, and at which commit. */
export interface Trouble {
  readonly kind: HaltReason | 'corrupt-commit';
  readonly position: number | null;
}

export const troubleOf = (error: unknown): Trouble | null => {
  if (error instanceof Halted) return { kind: error.reason, position: null };
  if (error instanceof CorruptCommit) return { kind: 'corrupt-commit', position: error.position };
  return null;
};
