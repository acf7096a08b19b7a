import type { System } from '@tutti/testing';
import { expect } from 'vitest';
import { parentOf, processesWith } from './processes';

/** Process id of a child of `parent` by a part of its command line. */
const childOf = (parent: number, part: string): number | undefined =>
  processesWith(part).find((pid) => parentOf(pid) === parent);

/** Kills a part of the system (-9), and waits until somebody has started it again. */
export const kill = async (system: System, part: string): Promise<void> => {
  const pid = childOf(system.pid, part);
  if (pid === undefined) throw new Error(`${part} does not run`);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => childOf(system.pid, part), { timeout: 30_000 }).not.toBe(pid);
};
