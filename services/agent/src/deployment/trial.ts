import type { DeploymentReport, ShadowComparison, TwinWish } from '@tutti/contracts/deployment';
import { pause } from '../common/pause';
import type { ActiveModel } from '../engine/active-model';
import type { FrameObserver, JudgedFrame } from '../engine/frame-observer';
import type { Logger } from '../log';
import type { Counted, OpenDeployment } from './deployment-state';
import type { Progress } from './progress';
import { ShadowRunner } from './shadow-runner';
import { SoakCounter, type SoakDecision } from './soak';

export interface TrialOptions {
  /** Writes down what was counted. */
  readonly save: (counted: Counted) => Promise<unknown>;
  readonly progress: Progress;
  /** Whether the model of this digest is the one that judges. */
  readonly judges: (digest: string) => boolean;
  readonly steady?: (() => number) | undefined;
  readonly log: Logger;
}

type Verdict = Exclude<SoakDecision, { kind: 'wait' }>;

const lookEveryMs = 1000;
/**
 * What was counted since is lost with a process that dies, and never counted twice. A trial may last a week: each time is
 * a write to a flash card.
 */
const saveEveryMs = 15_000;
/** Where nothing but time has passed. */
const saveTimeEveryMs = 60_000;

/** Of running time, at most. */
const minutesOf = ({ mode, shadowMinutes, confirmation }: TwinWish): number =>
  (mode === 'shadow' ? shadowMinutes : undefined) ?? confirmation.minutes;

/** Watches a new model at work: as the one that judges until it may stay, or as a shadow beside it. */
export class Trial implements FrameObserver {
  private soaking: SoakCounter | undefined;
  private shadow: ShadowRunner | undefined;
  private woken = new AbortController();
  private saved: { readonly at: number; readonly frames: number };

  constructor(private readonly options: TrialOptions) {
    this.saved = { at: this.now, frames: 0 };
  }

  get isComparing(): boolean {
    return this.shadow !== undefined;
  }

  /** What must outlive the process. */
  get counted(): Counted {
    const soak = this.soaking?.state;
    const shadow = this.shadow?.state;
    return { ...(soak && { soak }), ...(shadow && { shadow }) };
  }

  judged({ image, active, prediction, latencyMs, truth }: JudgedFrame): void {
    this.shadow?.onFrame(image, prediction, latencyMs, truth);
    this.soaking?.count(active.reference.digest, prediction);
    this.look();
  }

  failed(active: ActiveModel): void {
    this.soaking?.fail(active.reference.digest);
    this.look();
  }

  /** Counts from now on, unless it does already. */
  watch({ wish, soak: stored }: OpenDeployment): SoakCounter {
    const { model, confirmation: policy } = wish;
    const { digest } = model.artifact;
    const judges = (): boolean => this.options.judges(digest);
    this.soaking ??= new SoakCounter({ digest, policy, stored, judges, ...this.clock });
    return this.soaking;
  }

  /** Undefined when the signal aborted it. */
  async soak(open: OpenDeployment, signal: AbortSignal): Promise<Verdict | undefined> {
    const counter = this.watch(open);
    for (;;) {
      this.woken = new AbortController();
      const decision = counter.look();
      if (decision.kind !== 'wait') return decision;
      if (signal.aborted) return undefined;
      await this.rest(open.wish, { state: 'soaking', ...counter.tally }, signal);
    }
  }

  /** The candidate is the trial's from now on. */
  shadowWith(candidate: ActiveModel, { wish, shadow: stored }: OpenDeployment): void {
    this.shadow = new ShadowRunner({
      minutes: minutesOf(wish),
      stored,
      log: this.options.log,
      ...this.clock,
    });
    this.shadow.start(candidate.model);
  }

  /** Undefined when the signal aborted it. */
  async compare({ wish }: OpenDeployment, signal: AbortSignal): Promise<ShadowComparison | undefined> {
    const { shadow } = this;
    if (shadow === undefined) return undefined;
    while (!shadow.isOver) {
      if (signal.aborted) return undefined;
      await this.rest(
        wish,
        { state: 'soaking', results: shadow.state.counts.frames, meanScore: null },
        signal,
      );
    }
    return shadow.finish();
  }

  /** Watches nothing any more, and frees what ran beside. */
  async end(): Promise<void> {
    const { shadow } = this;
    this.soaking = undefined;
    this.shadow = undefined;
    await shadow?.finish();
  }

  private get now(): number {
    return this.options.steady?.() ?? performance.now();
  }

  private get clock() {
    const { steady } = this.options;
    return steady === undefined ? {} : { steady };
  }

  private look(): void {
    const decision = this.soaking?.look();
    if (decision !== undefined && decision.kind !== 'wait') this.woken.abort();
  }

  private async rest(wish: TwinWish, progress: DeploymentReport, signal: AbortSignal): Promise<void> {
    this.options.progress.tell(wish.deploymentId, progress, minutesOf(wish) * 60_000);
    const { counted } = this;
    const frames = (counted.soak?.results ?? 0) + (counted.shadow?.counts.frames ?? 0);
    const everyMs = frames === this.saved.frames ? saveTimeEveryMs : saveEveryMs;
    if (this.now - this.saved.at >= everyMs) {
      this.saved = { at: this.now, frames };
      await this.options.save(counted);
    }
    await pause(lookEveryMs, AbortSignal.any([signal, this.woken.signal]));
  }
}
