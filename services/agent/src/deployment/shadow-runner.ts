import { setImmediate as othersFirst } from 'node:timers/promises';
import type { ShadowComparison } from '@tutti/contracts/deployment';
import type { Image, Model, Prediction } from '@tutti/vision';
import { z } from 'zod';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import type { Logger } from '../log';
import { RunningTime } from './running-time';
import { ShadowTally, shadowCounts } from './shadow-tally';

/** What must outlive the process: a shadow goes on with what it has counted. */
export const shadowState = z.object({ elapsedMs: z.number().min(0), counts: shadowCounts });
export type ShadowState = Readonly<z.infer<typeof shadowState>>;

export interface ShadowOptions {
  /** Of running time. */
  readonly minutes: number;
  readonly log: Logger;
  readonly stored?: ShadowState | undefined;
  readonly steady?: () => number;
}

interface Frame {
  readonly image: Image;
  readonly prediction: Prediction;
  readonly latencyMs: number;
  readonly truth: string | undefined;
}

const minuteMs = 60_000;
/** Decoded pictures are large: a burst is not kept, it is left out. */
const mostWaiting = 2;
const mostWaitingBytes = 64 * 1024 * 1024;

/** Rest after each picture, as a multiple of what it took: a candidate has a fifth of the time at most. */
const restShare = 4;

/**
 * Lets a candidate judge what the device's model has judged, beside it: one picture at a time, with a rest after each.
 * Pictures that come meanwhile are left out.
 */
export class ShadowRunner {
  private readonly tally: ShadowTally;
  private readonly time: RunningTime;
  private readonly ended = new AbortController();
  private readonly waiting: Frame[] = [];
  private elapsedMs: number;
  private candidate: Pick<Model, 'predict' | 'release'> | undefined;
  private working = false;
  private work: Promise<void> = Promise.resolve();

  constructor(private readonly options: ShadowOptions) {
    const { stored, steady } = options;
    this.elapsedMs = stored?.elapsedMs ?? 0;
    this.tally = new ShadowTally(stored?.counts);
    this.time = new RunningTime(this.elapsedMs, steady);
  }

  /** To be read once a minute at least: it tells the time. */
  get state(): ShadowState {
    if (!this.ended.signal.aborted) this.elapsedMs = this.time.read();
    return { elapsedMs: this.elapsedMs, counts: this.tally.state };
  }

  get isOver(): boolean {
    return this.state.elapsedMs >= this.options.minutes * minuteMs;
  }

  /** The candidate is the runner's from now on. */
  start(candidate: Pick<Model, 'predict' | 'release'>): void {
    this.candidate = candidate;
  }

  /** What the device's model has said of a picture, once that is recorded; `latencyMs` is of the prediction alone. */
  onFrame(image: Image, prediction: Prediction, latencyMs: number, truth: string | undefined): void {
    const { candidate, waiting } = this;
    if (candidate === undefined || this.ended.signal.aborted || this.isBehind(image)) return;
    waiting.push({ image, prediction, latencyMs, truth });
    if (!this.working) this.work = this.judgeWaiting(candidate);
  }

  /** Waits for the picture under way and frees the candidate. What was counted stays. May be called twice. */
  async finish(): Promise<ShadowComparison> {
    const { candidate } = this;
    this.elapsedMs = this.state.elapsedMs;
    this.candidate = undefined;
    this.ended.abort();
    this.waiting.length = 0;
    await this.work;
    await candidate?.release();
    return this.tally.comparison();
  }

  private isBehind(next: Image): boolean {
    const bytes = this.waiting.reduce((sum, { image }) => sum + image.data.length, next.data.length);
    return this.waiting.length >= mostWaiting || (this.waiting.length > 0 && bytes > mostWaitingBytes);
  }

  private async judgeWaiting(candidate: Pick<Model, 'predict'>): Promise<void> {
    const { signal } = this.ended;
    this.working = true;
    for (let frame = this.waiting.shift(); frame !== undefined; frame = this.waiting.shift()) {
      await othersFirst();
      if (signal.aborted) break;
      await pause(restShare * (await this.judge(candidate, frame)), signal);
    }
    this.working = false;
  }

  /** Answers how long it took, in milliseconds. */
  private async judge(candidate: Pick<Model, 'predict'>, frame: Frame): Promise<number> {
    const { image, prediction: current, latencyMs: currentMs, truth } = frame;
    const started = performance.now();
    const judged = await candidate.predict(image).catch((error: unknown) => {
      this.options.log.debug({ err: error }, `The shadow fails on a picture: ${reasonOf(error)}`);
      return undefined;
    });
    const candidateMs = performance.now() - started;
    this.tally.add({ current, currentMs, candidate: judged, candidateMs, truth });
    return candidateMs;
  }
}
