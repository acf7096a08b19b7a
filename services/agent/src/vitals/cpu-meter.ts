import { cpus } from 'node:os';

interface Ticks {
  readonly idle: number;
  readonly total: number;
}

export const ticksOf = (cores: readonly { times: Readonly<Record<string, number>> }[]): Ticks => ({
  idle: cores.reduce((sum, { times }) => sum + (times['idle'] ?? 0), 0),
  total: cores.reduce((sum, { times }) => sum + Object.values(times).reduce((a, b) => a + b, 0), 0),
});

export const busyShare = (before: Ticks, now: Ticks): number => {
  const total = now.total - before.total;
  return total <= 0 ? 0 : Math.min(1, Math.max(0, 1 - (now.idle - before.idle) / total));
};

/** The share of all cores in use since it was last asked. */
export class CpuMeter {
  private before = ticksOf(cpus());

  read(): number {
    const now = ticksOf(cpus());
    const share = busyShare(this.before, now);
    this.before = now;
    return share;
  }
}
