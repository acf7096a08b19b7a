import { z } from 'zod';

/** How many there were by bucket: as large for a week as for a minute. */
export const latencyCounts = z.array(z.tuple([z.number().int(), z.number().int().min(1)]));
export type LatencyCounts = Readonly<z.infer<typeof latencyCounts>>;

/** A bucket ends 2 % above where it begins, so a median is right within 1 %. */
const width = Math.log(1.02);
const shortestMs = 0.01;

export class Latencies {
  private readonly counts: Map<number, number>;

  constructor(stored: LatencyCounts = []) {
    this.counts = new Map(stored);
  }

  get state(): LatencyCounts {
    return [...this.counts];
  }

  add(ms: number): void {
    const bucket = Math.round(Math.log(Math.max(shortestMs, ms)) / width);
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + 1);
  }

  /** In milliseconds; null of nothing. */
  median(): number | null {
    const sorted = [...this.counts].sort(([one], [other]) => one - other);
    const total = sorted.reduce((sum, [, count]) => sum + count, 0);
    let passed = 0;
    const middle = sorted.find(([, count]) => (passed += count) * 2 >= total);
    return middle === undefined ? null : Math.round(Math.exp(middle[0] * width) * 100) / 100;
  }
}
