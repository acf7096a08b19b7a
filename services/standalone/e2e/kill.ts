import { readdirSync, readFileSync } from 'node:fs';
import type { System } from '@tutti/testing';
import { expect } from 'vitest';

/** Process id of a child of `parent` by a part of its command line. */
const childOf = (parent: number, part: string): number | undefined =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const ppid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
        return ppid === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(part);
      } catch {
        return false;
      }
    });

/** Kills a part of the system (-9), and waits until somebody has started it again. */
export const kill = async (system: System, part: string): Promise<void> => {
  const pid = childOf(system.pid, part);
  if (pid === undefined) throw new Error(`${part} does not run`);
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => childOf(system.pid, part), { timeout: 30_000 }).not.toBe(pid);
};
