/** Somebody else moved the checkpoint: what this replica computed is void and was rolled back. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** A person must do something before this runner may go on; trying again would not help. */
export class Halted extends Error {
  override readonly name = 'Halted';
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
