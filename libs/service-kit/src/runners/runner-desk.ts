import type { ParkedInstance, ProjectionRunner, Runners, TelemetryRunner } from '@tutti/contracts/system';
import { systemErrors } from '@tutti/contracts/system';
import { DomainError } from '@tutti/kernel';
import type { ProjectionReport } from '@tutti/runtime';
import {
  isProcess,
  isProjection,
  isTelemetry,
  type ManagedProcess,
  type ManagedProjection,
  type ManagedRunner,
  type ManagedTelemetry,
} from './managed-runner';

const shownProjection = (report: ProjectionReport): ProjectionRunner => {
  const { rebuild } = report;
  const startedAt = rebuild?.startedAt.toISOString() ?? '';
  const endedAt = rebuild?.endedAt?.toISOString() ?? null;
  return { ...report, rebuild: rebuild && { ...rebuild, startedAt, endedAt } };
};

const shownTelemetry = (runner: ManagedTelemetry): TelemetryRunner => {
  const { watermark, ...status } = runner.status();
  return { ...status, watermark: watermark?.toISOString() ?? null };
};

/** What operators may see and do of one service's runners, in the words of the API. */
export class RunnerDesk {
  constructor(private readonly runners: readonly ManagedRunner[]) {}

  async list(): Promise<Runners> {
    const projections = this.runners.filter(isProjection).map((runner) => runner.report());
    const processes = this.runners.filter(isProcess).map((runner) => runner.report());
    return {
      projections: (await Promise.all(projections)).map(shownProjection),
      processes: await Promise.all(processes),
      telemetry: this.runners.filter(isTelemetry).map(shownTelemetry),
    };
  }

  async rebuild(name: string, askedBy: string): Promise<ProjectionRunner> {
    return shownProjection(await this.#projection(name).rebuild(askedBy));
  }

  cancelRebuild(name: string): Promise<void> {
    return this.#projection(name).cancelRebuild();
  }

  async parked(name: string): Promise<readonly ParkedInstance[]> {
    return (await this.#process(name).parked()).map(({ parkedAt, failed, ...rest }) => ({
      ...rest,
      parkedAt: parkedAt.toISOString(),
      failed: failed && { id: failed.id, type: failed.outgoing.type, attempts: failed.attempts },
    }));
  }

  async resume(name: string, instance: string): Promise<void> {
    if (await this.#process(name).resume(instance)) return;
    throw new DomainError(systemErrors['process.not-parked'], {
      detail: `No instance of ${name} with this id is parked.`,
    });
  }

  adopt(name: string, position: number): Promise<void> {
    return this.#process(name).adopt(position);
  }

  #projection(name: string): ManagedProjection {
    const found = this.runners.filter(isProjection).find((runner) => runner.status().name === name);
    if (found) return found;
    throw new DomainError(systemErrors['projection.not-found'], { detail: 'See the list of runners.' });
  }

  #process(name: string): ManagedProcess {
    const found = this.runners.filter(isProcess).find((runner) => runner.status().name === name);
    if (found) return found;
    throw new DomainError(systemErrors['process.not-found'], { detail: 'See the list of runners.' });
  }
}
