import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from './random';

/** A fault as it was made. */
export interface Fault {
  readonly atMs: number;
  readonly process: string;
  readonly kind: 'killed' | 'stopped in order' | 'paused';
  readonly forMs?: number;
}

const processesOf = async (data: string): Promise<ReadonlyMap<string, number>> =>
  new Map(
    Object.entries(
      JSON.parse(await readFile(join(data, 'processes.json'), 'utf8')) as Record<string, number>,
    ),
  );

const send = (pid: number, signal: NodeJS.Signals): boolean => {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
};

/** Stands still for a while, beside other faults. */
const pause = async (pid: number, forMs: number, stop: AbortSignal): Promise<void> => {
  await delay(forMs, undefined, { signal: stop }).catch(() => undefined);
  send(pid, 'SIGCONT');
};

/** Kills or pauses process after process until the signal; every one that was paused goes on in the end. */
export const makeFaults = async (data: string, random: Random, stop: AbortSignal): Promise<Fault[]> => {
  const faults: Fault[] = [];
  const pauses: Promise<void>[] = [];
  const started = performance.now();
  while (!stop.aborted) {
    await delay(random.between(500, 4000), undefined, { signal: stop }).catch(() => undefined);
    const [first, ...rest] = [...(await processesOf(data))].sort(([a], [b]) => (a < b ? -1 : 1));
    if (stop.aborted || !first) break;
    const [name, pid] = random.pick([first, ...rest]);
    const kind = random.pick(['killed', 'killed', 'paused', 'stopped in order'] as const);
    const forMs = Math.round(random.between(300, 12_000));
    const at = { atMs: Math.round(performance.now() - started), process: name, kind };
    const signals = { killed: 'SIGKILL', paused: 'SIGSTOP', 'stopped in order': 'SIGTERM' } as const;
    if (!send(pid, signals[kind])) continue;
    faults.push(kind === 'paused' ? { ...at, forMs } : at);
    if (kind === 'paused') pauses.push(pause(pid, forMs, stop));
  }
  await Promise.all(pauses);
  return faults;
};
