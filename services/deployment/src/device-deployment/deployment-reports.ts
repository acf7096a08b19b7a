import { telemetryBatches, telemetryEnvelope, type DeploymentReported } from '@tutti/contracts/devices';
import { transaction, upsertMany } from '@tutti/database';
import type { Aggregates } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { Logger, Received } from '@tutti/runtime';
import { Counter, type Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { deploymentProgressTable, type DeploymentProgressRow } from './deployment-progress.table';
import { deviceDeploymentDecider } from './device-deployment.decider';
import { isOpen } from './device-deployment.state';
import { heardOf, type Arrival } from './heard-reports';

export interface DeploymentReportsParts {
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly logger: Logger;
  readonly registry: Registry;
}

/** What devices say of anything else than deployments is for others. */
const reported = telemetryBatches.reported.shape.entries.element;
const isOther = z.object({ topic: z.enum(['command', 'settings']) });

interface ReadReports {
  readonly reports: readonly DeploymentReported[];
  /** Entries that break their schema. */
  readonly broken: number;
}

/** Throws when it is no batch; an entry that makes no sense costs itself. */
export const readReports = (payload: unknown): ReadReports => {
  const own = telemetryEnvelope.parse(payload).entries.filter((entry) => !isOther.safeParse(entry).success);
  const reports = own.flatMap((entry) => {
    const { data } = reported.safeParse(entry);
    return data?.topic === 'deployment' ? [data] : [];
  });
  return { reports, broken: own.length - reports.length };
};

/** Deployments whose reports are decided at a time. */
const atOnce = 16;

const progressOf = ({ receivedAt, entry }: Arrival): DeploymentProgressRow | undefined => {
  const { deploymentId, report } = entry;
  const at = receivedAt.getTime();
  if (report.state === 'downloading') {
    const { bytes: done, total } = report;
    return { deploymentId, kind: 'download', done, total, meanScore: null, at };
  }
  if (report.state !== 'soaking') return undefined;
  const { results: done, meanScore } = report;
  return { deploymentId, kind: 'soak', done, total: null, meanScore, at };
};

/**
 * Turns what devices report of their deployments into commands on the aggregate, which knows whose it is and what is
 * news. How far a device has come within a step goes into a table, not into the log.
 */
export class DeploymentReports {
  readonly #counter: Counter<'outcome'>;

  constructor(private readonly parts: DeploymentReportsParts) {
    this.#counter = new Counter({
      name: 'deployment_reports_total',
      help: 'What devices reported of deployments: taken, refused, or broken.',
      labelNames: ['outcome'],
      registers: [parts.registry],
    });
  }

  /** Throws what passes by itself: the caller brings all of them again. */
  async store(messages: readonly Received<ReadReports>[]): Promise<void> {
    const arrivals = messages.flatMap(({ deviceId, receivedAt, body }) =>
      body.reports.map((entry) => ({ deviceId, receivedAt, entry })),
    );
    const progress = new Map<string, DeploymentProgressRow>();
    const { heard, tooMany } = heardOf(arrivals);
    for (const [deviceId, reports] of tooMany) this.#passOver(deviceId, reports);
    const waiting = [...heard];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await this.#take(next, progress);
    };
    // All of them, also behind a failure: what is still under way must not meet its own repetition.
    const ends = await Promise.allSettled(Array.from({ length: atOnce }, work));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
    if (progress.size > 0)
      await transaction(this.parts.database, (manager) =>
        upsertMany(manager, deploymentProgressTable, [...progress.values()], ['deploymentId']),
      );
    const broken = messages.reduce((sum, { body }) => sum + body.broken, 0);
    this.#counter.inc({ outcome: 'broken' }, broken);
  }

  #passOver(deviceId: string, reports: number): void {
    this.#counter.inc({ outcome: 'refused' }, reports);
    this.parts.logger.warn({ deviceId, reports }, 'A device reports more of deployments than it can have');
  }

  /** In one commit; where one of them is refused, each for itself. */
  async #take(arrivals: readonly Arrival[], progress: Map<string, DeploymentProgressRow>): Promise<void> {
    const [first, ...more] = arrivals;
    if (!first) return;
    try {
      await this.#tell(first, arrivals, progress);
      this.#counter.inc({ outcome: 'taken' }, arrivals.length);
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      if (more.length > 0) {
        for (const arrival of arrivals) await this.#take([arrival], progress);
        return;
      }
      const { deviceId, entry } = first;
      this.#counter.inc({ outcome: 'refused' });
      const about = { deviceId, deploymentId: entry.deploymentId, code: error.code };
      this.parts.logger.warn(about, 'A report of a deployment was refused');
    }
  }

  async #tell(
    { deviceId, entry: { deploymentId } }: Arrival,
    arrivals: readonly Arrival[],
    progress: Map<string, DeploymentProgressRow>,
  ): Promise<void> {
    const reports = arrivals.map(({ receivedAt: at, entry: { report } }) => ({ report, at }));
    const command = { type: 'ReportDeployment', deviceId, reports } as const;
    const metadata = { authId: `device:${deviceId}` };
    const { state } = await this.parts.aggregates.handle(deviceDeploymentDecider, deploymentId, command, {
      metadata,
    });
    const row = arrivals.map(progressOf).findLast((one) => one !== undefined);
    if (row && isOpen(state)) progress.set(deploymentId, row);
  }
}
