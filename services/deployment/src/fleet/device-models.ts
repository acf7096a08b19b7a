import { beforeNewest, type DeploymentMode } from '@tutti/contracts/deployment';
import type { EventLog } from '@tutti/event-store';
import { portions } from '@tutti/kernel';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { deploymentListProjection } from '../device-deployment/deployment-list.projection';
import { deploymentListTable } from '../device-deployment/deployment-list.table';
import type { Projections } from '../open-projections';

export interface DeviceModelsParts {
  readonly database: DataSource;
  readonly log: Pick<EventLog, 'lastPosition'>;
  readonly projections: Pick<Projections, 'deployments'>;
}

/** Devices asked for with one statement. */
const atOnce = 500;

/** A deployment that brought a model, there to stay or on trial. */
interface Brought {
  readonly deviceId: string;
  readonly modelId: string;
  readonly status: 'active' | 'confirmed' | 'already-installed';
}

/** What stayed before the model that judges now, on trial or not. A device that went back is not led forth again. */
export const modelBefore = (
  newestFirst: readonly Pick<Brought, 'modelId' | 'status'>[],
): string | undefined => {
  const trial = newestFirst.find(({ status }) => status === 'active');
  const stayed = newestFirst.filter(({ status }) => status !== 'active');
  return beforeNewest(trial ? [trial, ...stayed] : stayed, ({ modelId }) => modelId)?.modelId;
};

/** What devices work on, and had before. */
export class DeviceModels {
  constructor(private readonly parts: DeviceModelsParts) {}

  /** Those of them that work on a deployment, and what for: to replace their model, if on several. */
  async busy(deviceIds: readonly string[]): Promise<ReadonlyMap<string, DeploymentMode>> {
    const busy = new Map<string, DeploymentMode>();
    for (const some of portions(deviceIds, atOnce))
      for (const { deviceId, mode } of await this.#rows(some)
        .select('row.deviceId', 'deviceId')
        .addSelect('row.mode', 'mode')
        .andWhere('row.endedAt IS NULL')
        .getRawMany<{ deviceId: string; mode: DeploymentMode }>())
        if (busy.get(deviceId) !== 'replace') busy.set(deviceId, mode);
    return busy;
  }

  /** By device, as of now: the model that stayed before its current one. Absent where there was none. */
  async before(deviceIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    await this.#readOn();
    const had = new Map<string, string>();
    for (const some of portions(deviceIds, atOnce)) {
      const brought = await this.#brought(some);
      for (const [deviceId, all] of Map.groupBy(brought, (one) => one.deviceId)) {
        const before = modelBefore(all);
        if (before !== undefined) had.set(deviceId, before);
      }
    }
    return had;
  }

  /** Whether the model was there to stay on one of them at least. */
  async wasOn(deviceIds: readonly string[], modelId: string): Promise<boolean> {
    await this.#readOn();
    for (const some of portions(deviceIds, atOnce)) {
      const stayed = await this.#rows(some)
        .andWhere("row.mode = 'replace' AND row.status IN ('confirmed', 'already-installed')")
        .andWhere('row.modelId = :modelId', { modelId })
        .getExists();
      if (stayed) return true;
    }
    return false;
  }

  /** All that was acknowledged before is in the rows. */
  async #readOn(): Promise<void> {
    const { log, projections } = this.parts;
    await projections.deployments.waitFor(await log.lastPosition(deploymentListProjection.subjects));
  }

  /** Newest first, but for those on trial: they have not ended. */
  #brought(deviceIds: readonly string[]): Promise<Brought[]> {
    return this.#rows(deviceIds)
      .select('row.deviceId', 'deviceId')
      .addSelect('row.modelId', 'modelId')
      .addSelect('row.status', 'status')
      .andWhere("row.mode = 'replace' AND row.status IN ('active', 'confirmed', 'already-installed')")
      .orderBy('row.endedAt', 'DESC')
      .addOrderBy('row.offeredAt', 'DESC')
      .getRawMany<Brought>();
  }

  #rows(deviceIds: readonly string[]) {
    return liveRows(this.parts.database, deploymentListTable, deploymentListProjection).andWhere(
      'row.deviceId IN (:...deviceIds)',
      { deviceIds },
    );
  }
}
