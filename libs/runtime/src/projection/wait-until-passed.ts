import { commonErrors } from '@tutti/contracts/common';
import type { EventLog } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { Bell } from '../support/wait';

/** Between two looks at the checkpoint row, which another replica may move. */
const POLL_MS = 20;

interface Wait {
  readonly projection: { readonly name: string; readonly subjects: readonly string[] };
  readonly log: EventLog;
  readonly position: number;
  readonly waitMs: number;
  /** Rings when this replica moved the checkpoint. */
  readonly moved: Bell;
  readonly current: () => Promise<number>;
}

/** A projection stands at the last commit that concerns it: nothing after that and up to `position` is missing. */
export const waitUntilPassed = async (wait: Wait): Promise<void> => {
  const { projection, log, position, waitMs, moved, current } = wait;
  const deadline = performance.now() + waitMs;
  if ((await current()) >= position) return;
  const needed = Math.min(position, await log.lastPosition(projection.subjects));
  for (;;) {
    const { rings } = moved;
    const reached = await current();
    if (reached >= needed) return;
    const left = deadline - performance.now();
    if (left <= 0) {
      throw new DomainError(commonErrors['projection.behind'], {
        detail: `${projection.name} has read up to ${reached}; ${position} was asked for. Try again shortly.`,
        params: { projection: projection.name, reached, position },
      });
    }
    await moved.wait(Math.min(POLL_MS, left), undefined, rings);
  }
};
