import { EventEmitter, once } from 'node:events';
import type { DeploymentReport, TwinWish } from '@tutti/contracts/deployment';
import { pause } from '../common/pause';
import type { ActiveModel } from '../engine/active-model';
import type { FrameObserver, JudgedFrame } from '../engine/frame-observer';
import type { Artifacts } from './artifacts';
import { DeploymentRecord, type DeploymentStatus, type RecordOptions } from './deployment-record';
import type { DeploymentState, EndedDeployment } from './deployment-state';
import { DeploymentWork } from './deployment-work';
import { Installation } from './installation';
import { Progress } from './progress';
import { type Next, nextOf } from './reconcile';
import * as state from './transitions';
import { Trial } from './trial';
import { type Wished, isOld, readWish } from './wish';

export interface DeployerOptions extends RecordOptions {
  readonly artifacts: Artifacts;
  /** Of reports that nobody misses. */
  readonly sendProgress: (deploymentId: string, report: DeploymentReport) => void;
  /** Bytes of the largest model that is taken. */
  readonly mostBytes: number;
  /** Milliseconds since whenever, which never jump. */
  readonly steady?: () => number;
}

const longestWaitMs = 300_000;

/**
 * Brings the device to the model that its twin wishes, one step after the other, each written down before it is done:
 * whenever the process ends, the next one goes on from there, with a model that judges.
 */
export class Deployer implements FrameObserver {
  private readonly events = new EventEmitter();
  private readonly record: DeploymentRecord;
  private readonly installation: Installation;
  private readonly trial: Trial;
  private readonly work: DeploymentWork;
  private wished: Wished | undefined;
  private interrupt = new AbortController();

  constructor(private readonly options: DeployerOptions) {
    const { store, files, models, artifacts, now, steady, sendProgress, log } = options;
    const progress = new Progress(sendProgress);
    const record = new DeploymentRecord(options);
    const installation = new Installation({ models, files, artifacts, progress, now });
    const trial = new Trial({
      save: (counted) => store.change((before) => state.changed(before, counted)),
      progress,
      judges: (digest) => models.current?.reference.digest === digest,
      steady,
      log,
    });
    [this.record, this.installation, this.trial] = [record, installation, trial];
    this.work = new DeploymentWork({ record, installation, trial, models, files, log });
  }

  get status(): DeploymentStatus | undefined {
    return this.record.status;
  }

  /** Takes what the twin wishes. Throws when that makes no sense. */
  offer(found: unknown): void {
    const wished = readWish(found);
    if (isOld(wished, this.wished ?? this.record.state.seen)) return;
    this.wished = wished;
    if (this.next().do !== 'work') this.interrupt.abort();
    this.events.emit('offered');
  }

  judged(frame: JudgedFrame): void {
    this.trial.judged(frame);
  }

  failed(active: ActiveModel): void {
    this.trial.failed(active);
  }

  async run(signal: AbortSignal): Promise<void> {
    // What judges must be known before it is compared with what is wished.
    await this.options.models.check();
    await this.record.tidy();
    while (!signal.aborted) {
      await this.remember();
      this.interrupt = new AbortController();
      const next = this.next();
      if (next.do === 'wait') await this.news(signal);
      else await this.perform(next, AbortSignal.any([signal, this.interrupt.signal]));
    }
  }

  /** Carries reports into the journal. */
  report(signal: AbortSignal): Promise<void> {
    return this.record.outbox.run(signal);
  }

  /** Writes down what was counted, and that this process did not die. */
  async close(): Promise<void> {
    const { store, log } = this.options;
    await store.release(this.trial.counted);
    await this.record.outbox.flush().catch((error: unknown) => {
      log.error({ err: error }, 'What is to be reported cannot be written');
    });
    await this.trial.end();
    await this.installation.drop();
  }

  /** What was put off has its turn without any. */
  private async news(signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const offered = once(this.events, 'offered', { signal: either }).finally(() => over.abort());
    offered.catch(() => undefined);
    await pause(longestWaitMs, either);
    over.abort();
  }

  private next(): Next {
    const { mostBytes } = this.options;
    const { state: stands, running, now } = this.record;
    return nextOf(stands, this.wished?.wish, { mostBytes, running, now });
  }

  private async remember(): Promise<void> {
    if (this.wished === undefined) return;
    const { incarnation, position } = this.wished;
    const { seen } = this.record.state;
    if (seen?.incarnation === incarnation && seen.position === position) return;
    await this.record.move((before) => ({ ...before, seen: { incarnation, position } }));
  }

  private perform(next: Exclude<Next, { do: 'wait' }>, signal: AbortSignal): Promise<void> {
    const { record, work } = this;
    switch (next.do) {
      case 'work':
        return work.goOn(next.open, signal);
      case 'give-up':
        return work.giveUp(next.open, next.wish);
      case 'renew':
        return record.move((before) => state.changed(before, { wish: next.wish }));
      case 'take':
        return this.take(next.wish);
      case 'decline':
        return record.move((before) => state.ended(this.taken(before, next.wish), next.report, record.now));
      case 'answer':
        return record.move((before) => state.answered(before, next.ended, next.report, record.now));
      case 'not-understand':
        return this.notUnderstand(next.deploymentId, next.reason);
    }
  }

  private taken(before: DeploymentState, wish: TwinWish): DeploymentState {
    const jitterMs = wish.settled ? 0 : Math.random() * wish.jitterSeconds * 1000;
    const startAt = this.record.now + jitterMs;
    return state.took(before, wish, { startAt, holder: this.options.store.holder });
  }

  private async take(wish: TwinWish): Promise<void> {
    const { record } = this;
    const accepted = { state: 'accepted' } as const;
    await record.move((before) => state.told(this.taken(before, wish), accepted, record.now));
    record.say(wish.settled ? 'was confirmed before and is to come back' : 'accepted');
  }

  private notUnderstand(deploymentId: string, reason: string): Promise<void> {
    const { record } = this;
    const message = `This agent does not understand the deployment; update it. ${reason}`.slice(0, 512);
    const failure = { code: 'wish.unknown', message };
    const report: DeploymentReport = { state: 'failed', step: 'accept', failure };
    const end: EndedDeployment = { deploymentId, report, answered: 0, quiet: false };
    return record.move((before) => state.answered(before, end, report, record.now));
  }
}
