import type { DeploymentReport, DeploymentStep } from '@tutti/contracts/deployment';
import { isBelievable } from '../common/age';
import { pause } from '../common/pause';
import { reasonOf } from '../common/reason-of';
import type { ActiveModel } from '../engine/active-model';
import type { ModelManager } from '../engine/model-manager';
import type { Artifacts } from './artifacts';
import { DeploymentFailure } from './deployment-failure';
import type { OpenDeployment, Stage } from './deployment-state';
import type { ModelStore } from './model-store';
import type { Progress } from './progress';
import { nextOpening } from './window';
import { unloadable, warmUp } from './warm-up';

export interface InstallationOptions {
  readonly models: ModelManager;
  readonly files: ModelStore;
  readonly artifacts: Artifacts;
  readonly progress: Progress;
  readonly now: () => number;
}

/** What a step came to: where the deployment stands now, and what is told of it. */
export interface Step {
  readonly stage: Stage;
  readonly report?: DeploymentReport;
  readonly line: string;
}

/** Clocks are set, windows are looked at anew. */
const longestPauseMs = 60_000;

const steps: Partial<Readonly<Record<Stage, DeploymentStep>>> = {
  accepted: 'download',
  downloading: 'download',
  downloaded: 'install',
  'warmed-up': 'activate',
  soaking: 'confirm',
  comparing: 'confirm',
};
export const stepOf = (stage: Stage): DeploymentStep => steps[stage] ?? 'install';

/** Brings a model onto the device, as far as it can be without judging: one step a call, each of them repeatable. */
export class Installation {
  /** Loaded, and not in use. */
  private candidate: ActiveModel | undefined;

  constructor(private readonly options: InstallationOptions) {}

  /**
   * Undefined when the signal aborted it, or when it goes on waiting. Throws a `DeploymentFailure`, and the signal's
   * reason when that aborts.
   */
  step(open: OpenDeployment, signal: AbortSignal): Promise<Step | undefined> {
    switch (open.stage) {
      case 'accepted':
        return this.waitForTurn(open, signal);
      case 'downloading':
        return this.download(open, signal);
      case 'downloaded':
        return this.verify(open, signal);
      case 'verified':
      case 'deferred':
        return this.waitForWindow(open, signal);
      case 'warming-up':
        return this.warmUp(open, signal);
      default:
        return Promise.resolve(undefined);
    }
  }

  /** The model that was warmed up; loaded again where another process did that. It is held until it is released. */
  async ready({ wish }: OpenDeployment): Promise<ActiveModel> {
    this.candidate ??= await this.load(wish);
    return this.candidate;
  }

  /** Somebody else looks after it from now on. */
  release(candidate: ActiveModel): void {
    if (this.candidate === candidate) this.candidate = undefined;
  }

  async drop(): Promise<void> {
    const { candidate } = this;
    this.candidate = undefined;
    await candidate?.model.release();
  }

  /** Not all devices at once. However the clock was set meanwhile, never longer than was asked for. */
  private async waitForTurn(
    { wish, startAt }: OpenDeployment,
    signal: AbortSignal,
  ): Promise<Step | undefined> {
    const waitMs = Math.min(startAt - this.options.now(), wish.jitterSeconds * 1000);
    await pause(waitMs, signal);
    if (signal.aborted) return undefined;
    return { stage: 'downloading', line: `downloading ${wish.model.artifact.bytes} bytes` };
  }

  private async download({ wish }: OpenDeployment, signal: AbortSignal): Promise<Step> {
    const { artifacts, progress, files, models } = this.options;
    const { bytes: total, digest } = wish.model.artifact;
    await files.create();
    const there = models.current;
    // What is at hand need not be fetched; where that fails, it is.
    if (there?.reference.digest === digest) await files.copy(there.path, wish.model).catch(() => undefined);
    const onProgress = (bytes: number): void =>
      progress.tell(wish.deploymentId, { state: 'downloading', bytes: Math.min(bytes, total), total });
    const { seconds, resumes } = await artifacts.fetch(wish, { folder: files.folder, onProgress, signal });
    const report = { state: 'downloaded', bytes: total, seconds, resumes } as const;
    const again = resumes === 0 ? '' : `, resumed ${resumes} times`;
    return { stage: 'downloaded', report, line: `downloaded in ${seconds.toFixed(1)} s${again}` };
  }

  private async verify({ wish }: OpenDeployment, signal: AbortSignal): Promise<Step> {
    const { artifacts, files } = this.options;
    const { path } = files.fileOf(wish.model);
    const { keyId } = await artifacts.verify(wish, { path, signal });
    return { stage: 'verified', report: { state: 'verified', keyId }, line: 'verified' };
  }

  private async waitForWindow(
    { wish, stage }: OpenDeployment,
    signal: AbortSignal,
  ): Promise<Step | undefined> {
    const now = this.options.now();
    // Where no battery keeps the clock, nobody knows yet when a window opens.
    if (wish.windows.length > 0 && !isBelievable(now)) {
      await pause(longestPauseMs, signal);
      return undefined;
    }
    // What was confirmed before is brought back, nothing is changed.
    const opening = nextOpening(wish.settled ? [] : wish.windows, new Date(now));
    if (opening.open) return { stage: 'warming-up', line: 'warming up' };
    const until = opening.until.toISOString();
    const step = {
      stage: 'deferred',
      report: { state: 'deferred', until },
      line: `waits for ${until}`,
    } as const;
    if (stage !== 'deferred') return step;
    await pause(Math.min(opening.until.getTime() - now, longestPauseMs), signal);
    // A window that was missed, asleep or switched off, is followed by another.
    return signal.aborted ? undefined : step;
  }

  private async warmUp(open: OpenDeployment, signal: AbortSignal): Promise<Step> {
    const { model: wished, latencyBudgetMs: budgetMs } = open.wish;
    await this.drop();
    const loaded = await this.load(open.wish);
    try {
      const result = await warmUp(loaded.model, wished, { budgetMs, signal });
      this.candidate = loaded;
      const golden = result.golden ? 'golden answers hold' : 'no golden answers';
      const line = `warmed up, ${result.latencyMs} ms a picture, ${golden}`;
      return { stage: 'warmed-up', report: { state: 'warmed-up', ...result }, line };
    } catch (error) {
      await loaded.model.release();
      throw error;
    }
  }

  private load({ model }: OpenDeployment['wish']): Promise<ActiveModel> {
    const { models, files } = this.options;
    return models.stage(files.fileOf(model)).catch((error: unknown) => {
      throw unloadable(error);
    });
  }
}

/** A failure of a step, in the words of a report. */
export const failureOf = (error: unknown): DeploymentFailure =>
  error instanceof DeploymentFailure
    ? error
    : new DeploymentFailure('agent.failed', reasonOf(error), { cause: error });
