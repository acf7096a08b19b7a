import type { Logger } from '../support/logger';
import { pause } from '../support/wait';
import type { Term } from './leader';

interface Rounds {
  /** Between the end of one and the beginning of the next. */
  readonly everyMs: number;
  readonly logger: Logger;
  /** What to say of a round that failed: the next one tries on. */
  readonly trouble: string;
}

/** The work of a term, done again and again until the term ends. */
export const workInRounds = async (
  { signal, succeeded }: Term,
  { everyMs, logger, trouble }: Rounds,
  round: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> => {
  succeeded();
  while (!signal.aborted) {
    try {
      await round(signal);
    } catch (error) {
      if (!signal.aborted) logger.error({ err: error }, trouble);
    }
    await pause(everyMs, signal);
  }
};
