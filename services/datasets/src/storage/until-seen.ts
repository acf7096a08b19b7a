import { setTimeout as delay } from 'node:timers/promises';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

interface Follower {
  waitFor(position: number): Promise<void>;
}

const hasSeen = async (runner: Follower, position: number): Promise<boolean> => {
  try {
    await runner.waitFor(position);
    return true;
  } catch (error) {
    if (error instanceof DomainError && error.code === commonErrors['projection.behind'].code) return false;
    throw error;
  }
};

/** However long that takes: a read model that is behind is no failure of ours. */
export const untilSeen = async (runner: Follower, position: number, signal: AbortSignal): Promise<void> => {
  while (!(await hasSeen(runner, position))) await delay(100, undefined, { signal });
};
