import { type Confirmation, type DeviceFailure, meetsConfirmation } from '@tutti/contracts/deployment';
import type { Prediction } from '@tutti/vision';
import { z } from 'zod';
import { RunningTime } from './running-time';

/** What must outlive the process. What came after it was written was not seen, and is not seen twice. */
export const soakState = z.object({
  results: z.number().int().min(0),
  /** Their sum. */
  scores: z.number().min(0),
  elapsedMs: z.number().min(0),
});
export type SoakState = Readonly<z.infer<typeof soakState>>;

export type SoakDecision =
  | { readonly kind: 'wait' }
  | { readonly kind: 'confirm'; readonly because: 'results' | 'time' }
  | { readonly kind: 'roll-back'; readonly failure: DeviceFailure };

export interface SoakOptions {
  /** Of the new model: what another one still judges does not count. */
  readonly digest: string;
  readonly policy: Confirmation;
  readonly stored?: SoakState | undefined;
  readonly steady?: () => number;
  /** False while it does not judge, for want of memory perhaps: that is no time on trial. */
  readonly judges?: () => boolean;
}

const nothing: SoakState = { results: 0, scores: 0, elapsedMs: 0 };
const minuteMs = 60_000;

/** Watches a new model from its activation on, until it may stay or must go. Nothing counts after that. */
export class SoakCounter {
  private readonly time: RunningTime;
  private seen: SoakState;

  constructor(private readonly options: SoakOptions) {
    this.seen = options.stored ?? nothing;
    this.time = new RunningTime(this.seen.elapsedMs, options.steady);
  }

  get state(): SoakState {
    return this.seen;
  }

  /** What is told of it: the very numbers that it is decided by. */
  get tally(): { readonly results: number; readonly meanScore: number | null } {
    const { results, scores } = this.seen;
    return { results, meanScore: results === 0 ? null : Math.round((scores / results) * 1e6) / 1e6 };
  }

  /**
   * A picture that a model judged. A detector that finds nothing says nothing of itself, as an empty belt is no fault of
   * its: such a picture does not count, and if there is no other the model was silent.
   */
  count(digest: string, { task, boxes, score }: Prediction): void {
    if (task === 'classification' || boxes.length > 0) this.add(digest, score);
  }

  /** A picture that a model failed on: a result of score 0. */
  fail(digest: string): void {
    this.add(digest, 0);
  }

  /** To be asked after every result and once a minute at least. */
  look(): SoakDecision {
    this.seen = { ...this.seen, elapsedMs: this.time.read(this.options.judges?.()) };
    return this.decision();
  }

  private add(digest: string, score: number): void {
    if (digest !== this.options.digest || this.decision().kind !== 'wait') return;
    const { results, scores, ...rest } = this.seen;
    const counted = score >= 0 ? Math.min(1, score) : 0;
    this.seen = { ...rest, results: results + 1, scores: scores + counted };
  }

  private decision(): SoakDecision {
    const { policy } = this.options;
    const { results, meanScore } = this.tally;
    const elapsedMinutes = this.seen.elapsedMs / minuteMs;
    const byResults = results >= policy.results;
    if (!byResults && elapsedMinutes < policy.minutes) return { kind: 'wait' };
    if (meetsConfirmation(policy, { results, meanScore, elapsedMinutes }))
      return { kind: 'confirm', because: byResults ? 'results' : 'time' };
    return { kind: 'roll-back', failure: failureOf(policy, results, meanScore) };
  }
}

function failureOf({ floor, minutes }: Confirmation, results: number, mean: number | null): DeviceFailure {
  if (mean === null)
    return { code: 'silent', message: `There was no result within ${minutes} min of running.` };
  const message = `The mean score of ${results} results is ${mean.toFixed(3)}, below the floor of ${floor}.`;
  return { code: 'score.low', message };
}
