import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

/** A read model. */
export interface Reader {
  /** Rejects with `projection.behind` after a while. */
  waitFor(position: number): Promise<void>;
}

const unlessBehind = (error: unknown): void => {
  const { code } = commonErrors['projection.behind'];
  if (!(error instanceof DomainError) || error.code !== code) throw error;
};

/** Until all have read so far; with `asItIs` those that are behind after a while are left behind. */
export const waitForReaders = async (
  readers: readonly Reader[],
  position: number,
  asItIs: boolean,
): Promise<void> => {
  for (const reader of readers) {
    const passed = reader.waitFor(position);
    await (asItIs ? passed.catch(unlessBehind) : passed);
  }
};
