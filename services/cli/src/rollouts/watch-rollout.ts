import { setTimeout as delay } from 'node:timers/promises';
import type { Rollout } from '@tutti/contracts/deployment';
import { rolloutLine } from './print-rollout';

interface Watch {
  readonly find: () => Promise<Rollout>;
  readonly say: (line: string) => void;
  readonly everyMs?: number;
}

const goesOn = ({ status }: Rollout): boolean => status === 'running' || status === 'ready';

/** Says each change until it has ended, or waits for a person. */
export const watchRollout = async ({ find, say, everyMs = 1000 }: Watch): Promise<Rollout> => {
  for (let said = ''; ;) {
    const found = await find();
    const line = rolloutLine(found);
    if (line !== said) say(line);
    said = line;
    if (!goesOn(found)) return found;
    await delay(everyMs);
  }
};

/** For scripts: it has ended, and no device has failed. */
export const hasSucceeded = ({ status, counts }: Rollout): boolean =>
  status === 'finished' && counts.failed === 0;
