/** Somebody else moved the checkpoint: what this replica computed is void and was rolled back. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** What a person must decide or do: which log to go on with, or to run newer code. */
export type HaltReason = 'other-log' | 'newer-code' | 'unknown-event';

/** A person must do something before this runner may go on; trying again would not help. */
export class Halted extends Error {
  override readonly name = 'Halted';

  constructor(
    readonly reason: HaltReason,
    message: string,
  ) {
    super(message);
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
