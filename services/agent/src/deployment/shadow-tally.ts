import type { ShadowComparison } from '@tutti/contracts/deployment';
import type { Prediction } from '@tutti/vision';
import { z } from 'zod';
import { Latencies, latencyCounts } from './latencies';
import { sameDecision } from './same-decision';

const count = z.number().int().min(0);
const side = z.object({ scores: z.number().min(0), latencies: latencyCounts, correct: count });

export const shadowCounts = z.object({
  frames: count,
  same: count,
  failures: count,
  withTruth: count,
  current: side,
  candidate: side,
});
export type ShadowCounts = Readonly<z.infer<typeof shadowCounts>>;

/** One picture that both models had; `candidate` is undefined where it failed: that is another decision, of score 0. */
export interface ShadowPair {
  readonly current: Prediction;
  readonly currentMs: number;
  readonly candidate: Prediction | undefined;
  readonly candidateMs: number;
  readonly truth: string | undefined;
}

/** What is known of one of the two models. */
class Side {
  private scores: number;
  private correct: number;
  private readonly latencies: Latencies;

  constructor({ scores, correct, latencies }: z.infer<typeof side>) {
    [this.scores, this.correct, this.latencies] = [scores, correct, new Latencies(latencies)];
  }

  get state(): z.infer<typeof side> {
    return { scores: this.scores, latencies: [...this.latencies.state], correct: this.correct };
  }

  add({ label, score }: Prediction, ms: number, truth: string | undefined): void {
    this.scores += score;
    this.latencies.add(ms);
    if (label === truth) this.correct++;
  }

  figures(frames: number) {
    return { meanScore: share(this.scores, frames), latencyMs: this.latencies.median() };
  }

  accuracy(frames: number): number {
    return share(this.correct, frames) ?? 0;
  }
}

const nothing = { scores: 0, latencies: [], correct: 0 };
const none: ShadowCounts = {
  ...{ frames: 0, same: 0, failures: 0, withTruth: 0 },
  ...{ current: nothing, candidate: nothing },
};

/** How two models did on the same pictures, counted pair by pair. */
export class ShadowTally {
  private frames: number;
  private same: number;
  private failures: number;
  private withTruth: number;
  private readonly current: Side;
  private readonly candidate: Side;

  constructor(stored: ShadowCounts = none) {
    ({ frames: this.frames, same: this.same, failures: this.failures, withTruth: this.withTruth } = stored);
    this.current = new Side(stored.current);
    this.candidate = new Side(stored.candidate);
  }

  get state(): ShadowCounts {
    const { frames, same, failures, withTruth, current, candidate } = this;
    return { frames, same, failures, withTruth, current: current.state, candidate: candidate.state };
  }

  add({ current, currentMs, candidate, candidateMs, truth }: ShadowPair): void {
    this.frames++;
    if (truth !== undefined) this.withTruth++;
    this.current.add(current, currentMs, truth);
    if (candidate === undefined) this.failures++;
    else this.candidate.add(candidate, candidateMs, truth);
    if (candidate !== undefined && sameDecision(current, candidate)) this.same++;
  }

  comparison(): ShadowComparison {
    const { frames, withTruth, current, candidate } = this;
    const accuracies = { current: current.accuracy(withTruth), candidate: candidate.accuracy(withTruth) };
    return {
      frames,
      agreement: share(this.same, frames),
      current: current.figures(frames),
      candidate: { ...candidate.figures(frames), failures: this.failures },
      ...(withTruth === 0 ? {} : { truth: { frames: withTruth, ...accuracies } }),
    };
  }
}

const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.min(1, Math.round((part / whole) * 1e6) / 1e6);
