import type { DeploymentReport, RunningModel } from '@tutti/contracts/deployment';
import type { ModelManager } from '../engine/model-manager';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { DeploymentState, EndedDeployment, Stage } from './deployment-state';
import type { DeploymentStore } from './deployment-store';
import type { ModelStore } from './model-store';
import { ReportOutbox, type SendReport } from './report-outbox';
import * as state from './transitions';

export interface RecordOptions {
  readonly store: DeploymentStore;
  readonly files: ModelStore;
  readonly models: ModelManager;
  readonly send: SendReport;
  /** The platform's time. */
  readonly now: () => number;
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** What the device is working on. */
export interface DeploymentStatus {
  readonly deploymentId: string;
  readonly model: string;
  readonly version: string;
  readonly stage: Stage;
}

type Transition = (before: DeploymentState) => DeploymentState;

/** How things stand: on disk first, then in the journal of reports and in the log. */
export class DeploymentRecord {
  readonly outbox: ReportOutbox;

  constructor(private readonly options: RecordOptions) {
    this.outbox = new ReportOutbox(options.store, options.send);
  }

  get state(): DeploymentState {
    return this.options.store.state;
  }

  get now(): number {
    return this.options.now();
  }

  get status(): DeploymentStatus | undefined {
    const { open } = this.state;
    if (open === null) return undefined;
    const { deploymentId, model } = open.wish;
    return { deploymentId, model: model.name, version: model.version, stage: open.stage };
  }

  /** What judges, whoever put it there. */
  get running(): RunningModel | null {
    const reference = this.options.models.current?.reference;
    if (reference === undefined) return null;
    const { name, version, digest } = reference;
    return { name, version, digest };
  }

  /** Throws a `StateUnwritable`; then nothing has changed. */
  async move(step: Transition): Promise<void> {
    const before = this.state;
    const after = await this.options.store.change(step);
    this.outbox.wake();
    const end = after.ended.at(-1);
    if (end !== undefined && !before.ended.some(({ report }) => report === end.report)) this.sayEnd(end);
    if (before.open !== null && after.open === null) await this.tidy();
  }

  /** How what is open ends. */
  end(report: DeploymentReport): Promise<void> {
    return this.move((before) => state.ended(before, report, this.now));
  }

  async tidy(): Promise<void> {
    await this.options.files.tidy(this.state).catch((error: unknown) => {
      this.options.log.warn({ err: error }, 'Models that are not needed any more cannot be removed');
    });
  }

  say(line: string, level: 'info' | 'warn' = 'info'): void {
    const { status } = this;
    if (status === undefined) return;
    this.options.log[level](status, `Deployment of ${status.model} ${status.version}: ${line}`);
  }

  private sayEnd({ deploymentId, report }: EndedDeployment): void {
    const { metrics, log } = this.options;
    metrics.deployments.inc({ outcome: report.state });
    const failure = 'failure' in report ? report.failure : undefined;
    const why = failure === undefined ? '' : `: ${failure.message}`;
    log[failure === undefined ? 'info' : 'warn'](
      { deploymentId, code: failure?.code },
      `Deployment ${deploymentId}: ${report.state}${why}`,
    );
  }
}
