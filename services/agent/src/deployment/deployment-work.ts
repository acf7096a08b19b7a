import type { DeploymentReport, TwinWish } from '@tutti/contracts/deployment';
import type { ModelManager } from '../engine/model-manager';
import type { Logger } from '../log';
import type { DeploymentRecord } from './deployment-record';
import type { OpenDeployment } from './deployment-state';
import { StateUnwritable } from './deployment-store';
import { type Installation, failureOf, stepOf } from './installation';
import type { ModelStore } from './model-store';
import { putOffMs } from './reconcile';
import * as state from './transitions';
import type { Trial } from './trial';

export interface WorkOptions {
  readonly record: DeploymentRecord;
  readonly installation: Installation;
  readonly trial: Trial;
  readonly models: ModelManager;
  readonly files: ModelStore;
  readonly log: Logger;
}

type RollBack = Omit<Extract<OpenDeployment['end'], { state: 'rolled-back' }>, 'state'>;

/** What is done at each stage of a deployment. */
export class DeploymentWork {
  constructor(private readonly options: WorkOptions) {}

  /** One stage further, or as far as the signal lets it come. Throws a `StateUnwritable` alone. */
  async goOn(open: OpenDeployment, signal: AbortSignal): Promise<void> {
    try {
      await this.step(open, signal);
    } catch (error) {
      if (error instanceof StateUnwritable) throw error;
      if (!signal.aborted) await this.fail(error);
    }
    await this.letGo();
  }

  /** Before it judges nothing is to be undone; after that, what judged before is to judge again. */
  async giveUp({ stage }: OpenDeployment, wish: TwinWish | undefined): Promise<void> {
    const { record } = this.options;
    const report = { state: 'cancelled', running: record.running } as const;
    await record.move((before) => {
      const heeded = wish === undefined ? before : state.changed(before, { wish });
      return stage === 'soaking'
        ? state.restoring(heeded, { state: 'cancelled' })
        : state.ended(heeded, report, record.now);
    });
    await this.letGo();
  }

  private step(open: OpenDeployment, signal: AbortSignal): Promise<void> {
    switch (open.stage) {
      case 'warmed-up':
        return open.wish.mode === 'shadow' ? this.runBeside() : this.activate(open);
      case 'soaking':
        return this.soak(open, signal);
      case 'comparing':
        return this.compare(open, signal);
      case 'restoring':
        return this.restore(open);
      default:
        return this.install(open, signal);
    }
  }

  private async install(open: OpenDeployment, signal: AbortSignal): Promise<void> {
    const { record, installation } = this.options;
    const step = await installation.step(open, signal);
    if (step === undefined) return;
    const { stage, report, line } = step;
    await record.move((before) =>
      state.movedTo(report ? state.told(before, report, record.now) : before, stage),
    );
    const isNews = stage !== open.stage || record.state.open?.told.length !== open.told.length;
    if (isNews) record.say(line);
  }

  /** Written first: whatever happens now, it is the one that judges. */
  private async activate(open: OpenDeployment): Promise<void> {
    const { record, installation, trial, models, files } = this.options;
    const candidate = await installation.ready(open);
    const activated = { state: 'activated', previous: record.running } as const;
    const confirmed = { state: 'confirmed', results: 0, meanScore: null } as const;
    await record.move((before) => {
      const active = state.told(state.activated(before), activated, record.now);
      return open.wish.settled ? state.broughtBack(active, confirmed, record.now) : active;
    });
    // Its time begins once that is written, and before the first picture.
    if (!open.wish.settled) trial.watch(open);
    record.say('judges, on trial');
    installation.release(candidate);
    await models.adopt(candidate, files.fileOf(open.wish.model));
  }

  private async runBeside(): Promise<void> {
    const { record } = this.options;
    const activated = { state: 'activated', previous: record.running } as const;
    await record.move((before) => state.movedTo(state.told(before, activated, record.now), 'comparing'));
    record.say('runs beside what judges');
  }

  private async soak(open: OpenDeployment, signal: AbortSignal): Promise<void> {
    const { record, trial, models } = this.options;
    const counter = trial.watch(open);
    const fault = models.deployedFault;
    if (fault !== undefined)
      return this.rollBack({
        failure: { code: 'model.unloadable', message: fault.message },
        ...counter.tally,
      });
    const verdict = open.wish.settled ? { kind: 'confirm' as const } : await trial.soak(open, signal);
    if (verdict === undefined) return;
    const { tally } = counter;
    if (verdict.kind === 'roll-back') return this.rollBack({ failure: verdict.failure, ...tally });
    await record.move((before) => state.confirmed(before, { state: 'confirmed', ...tally }, record.now));
  }

  private async compare(open: OpenDeployment, signal: AbortSignal): Promise<void> {
    const { record, installation, trial } = this.options;
    if (!trial.isComparing) {
      const candidate = await installation.ready(open);
      installation.release(candidate);
      trial.shadowWith(candidate, open);
    }
    const comparison = await trial.compare(open, signal);
    if (comparison !== undefined) await record.end({ state: 'compared', comparison });
  }

  private async rollBack(end: RollBack): Promise<void> {
    const { record } = this.options;
    await record.move((before) => state.restoring(before, { state: 'rolled-back', ...end }));
    record.say(`rolls back: ${end.failure.message}`, 'warn');
  }

  private async restore({ previous, end }: OpenDeployment): Promise<void> {
    const { record, models, files, log } = this.options;
    const file = previous === null ? undefined : files.fileOf(previous.model);
    await models.restore(file).catch((error: unknown) => {
      log.error({ err: error }, 'What judged before cannot be brought back');
    });
    const running = record.running;
    const report: DeploymentReport =
      end?.state === 'rolled-back' ? { ...end, restored: running } : { state: 'cancelled', running };
    await record.end(report);
  }

  /** Where it stands by now: a step that failed may have activated the model before. */
  private async fail(error: unknown): Promise<void> {
    const { record, trial, log } = this.options;
    const { open } = record.state;
    if (open === null) return log.error({ err: error }, 'A deployment has ended, and its last step failed');
    const { told: failure, mayPass } = failureOf(error);
    if (open.stage === 'soaking') return this.rollBack({ failure, ...trial.watch(open).tally });
    const report = { state: 'failed', step: stepOf(open.stage), failure } as const;
    if (!open.wish.settled) return record.end(report);
    const at = record.now;
    const retryAt = mayPass ? at + putOffMs : undefined;
    await record.move((before) => state.notBroughtBack(before, report, { at, retryAt }));
  }

  /** Once nothing is open, nothing is watched and nothing is held ready. */
  private async letGo(): Promise<void> {
    const { record, trial, installation } = this.options;
    if (record.state.open !== null) return;
    await trial.end();
    await installation.drop();
  }
}
