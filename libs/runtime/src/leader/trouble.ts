import { CorruptCommit } from '@tutti/event-store';
import { Halted, type HaltReason } from '../support/errors';

/** Why a runner waits for a person, and at which commit. */
export interface Trouble {
  readonly kind: HaltReason | 'corrupt-commit';
  readonly position: number | null;
  /** Which wrote the commit, and can pass it over. */
  readonly service: string | null;
}

export const troubleOf = (error: unknown): Trouble | null => {
  if (error instanceof Halted) return { kind: error.reason, position: null, service: null };
  if (error instanceof CorruptCommit) {
    const { position, subject } = error.at;
    return { kind: 'corrupt-commit', position, service: subject.split('.')[1] ?? null };
  }
  return null;
};
