import {
  closedDeploymentStatus,
  deploymentMode,
  deploymentStatus,
  openDeploymentStatus,
  outcomeOf,
  type ClosedDeploymentStatus,
  type Deployment,
  type RolloutCounts,
  type ShadowComparison,
} from '@tutti/contracts/deployment';
import { liveRows, type Generated } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Projections } from '../open-projections';
import { deploymentListProjection, type DeploymentRow } from './deployment-list.projection';
import { deploymentListTable } from './deployment-list.table';
import { deploymentProgressTable, type DeploymentProgressRow } from './deployment-progress.table';
import type { DeploymentNames } from './deployment-names';
import { toDeployment } from './to-deployment';

interface JoinedRow extends Generated<DeploymentRow> {
  readonly progress?: DeploymentProgressRow | null;
}

/** Where devices of a rollout are, as its counts tell it. */
export type DeploymentPlace = Exclude<keyof RolloutCounts, 'devices' | 'waiting'>;

export interface DeploymentCount {
  readonly rolloutId: string;
  readonly group: number;
  readonly place: DeploymentPlace;
  readonly deployments: number;
}

const encode = (at: Date): number => at.getTime();
const offeredAt = { column: 'row.offeredAt', value: (row: JoinedRow) => row.offeredAt };
const changedAt = { column: 'row.changedAt', value: (row: JoinedRow) => row.changedAt };

const spec: ListSpec<JoinedRow> = {
  name: 'deployments',
  fields: {
    id: { type: 'string', column: 'row.id' },
    rolloutId: { type: 'string', column: 'row.rolloutId' },
    deviceId: { type: 'string', column: 'row.deviceId' },
    group: { type: 'number', column: 'row.group' },
    attempt: { type: 'number', column: 'row.attempt' },
    modelId: { type: 'string', column: 'row.modelId' },
    mode: { type: 'enum', column: 'row.mode', values: deploymentMode.options },
    status: { type: 'enum', column: 'row.status', values: deploymentStatus.options },
    failure: { type: 'string', column: 'row.failureCode' },
    offeredAt: { type: 'time', column: 'row.offeredAt', encode },
    changedAt: { type: 'time', column: 'row.changedAt', encode },
    endedAt: { type: 'time', column: 'row.endedAt', encode },
  },
  sorts: { offeredAt, changedAt },
  defaultSort: [{ ...offeredAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

const openStatuses = openDeploymentStatus.options;
const failedStatuses = closedDeploymentStatus.options.filter((status) => outcomeOf[status] === 'failed');

const isClosed = (status: DeploymentRow['status']): status is ClosedDeploymentStatus => status in outcomeOf;

const placeOf = (status: DeploymentRow['status']): DeploymentPlace => {
  if (isClosed(status)) return outcomeOf[status];
  switch (status) {
    case 'downloaded':
    case 'verified':
    case 'warmed-up':
      return 'installing';
    case 'active':
      return 'soaking';
    default:
      return status;
  }
};

/** Deployments as people see them: what the log says, and how far their devices have come. */
export class DeploymentView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'deployments'>,
    private readonly names: DeploymentNames,
  ) {}

  async find(id: string, position: number): Promise<Deployment | undefined> {
    await this.projections.deployments.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? (await this.#shown([row]))[0] : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.deployments.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: await this.#shown(items), nextPageToken };
  }

  /** A row of another time, by the names of today. */
  async as(row: DeploymentRow): Promise<Deployment | undefined> {
    return (await this.#shown([{ ...row, generation: 0 }]))[0];
  }

  /** How many deployments of rollouts are where, by group. A device that was tried again has several. */
  async countsOf(rolloutIds: readonly string[], position: number): Promise<readonly DeploymentCount[]> {
    await this.projections.deployments.waitFor(position);
    if (rolloutIds.length === 0) return [];
    const counts = await this.#counts(this.#live(), rolloutIds);
    const downloads = counts.some(({ status }) => status === 'accepted')
      ? await this.#counts(
          this.#rows().andWhere("row.status = 'accepted' AND progress.kind = 'download'"),
          rolloutIds,
        )
      : [];
    return counts.flatMap(({ rolloutId, group, status, deployments }) => {
      const same = downloads.find((one) => one.rolloutId === rolloutId && one.group === group);
      const downloading = status === 'accepted' ? Math.min(deployments, same?.deployments ?? 0) : 0;
      const at = (place: DeploymentPlace, some: number): DeploymentCount[] =>
        some > 0 ? [{ rolloutId, group, place, deployments: some }] : [];
      return [...at(placeOf(status), deployments - downloading), ...at('downloading', downloading)];
    });
  }

  /** Answered by the index alone where nothing is joined: a rollout has a hundred thousand. */
  async #counts(rows: SelectQueryBuilder<JoinedRow>, rolloutIds: readonly string[]) {
    const counted = await rows
      .select('row.rolloutId', 'rolloutId')
      .addSelect('row.group', 'place')
      .addSelect('row.status', 'status')
      .addSelect('COUNT(*)', 'deployments')
      .andWhere('row.rolloutId IN (:...rolloutIds)', { rolloutIds })
      .groupBy('row.rolloutId')
      .addGroupBy('row.group')
      .addGroupBy('row.status')
      .getRawMany<
        Pick<DeploymentRow, 'rolloutId' | 'status'> &
          Readonly<Record<'place' | 'deployments', number | string>>
      >();
    return counted.map(({ rolloutId, place, status, deployments }) => ({
      ...{ rolloutId, status },
      ...{ group: Number(place), deployments: Number(deployments) },
    }));
  }

  /** Ids of those that go on. */
  async openOf(rolloutId: string, position: number): Promise<readonly string[]> {
    await this.projections.deployments.waitFor(position);
    const rows = await this.#of(rolloutId)
      .andWhere('row.status IN (:...openStatuses)', { openStatuses })
      .select('row.id', 'id')
      .getRawMany<{ id: string }>();
    return rows.map(({ id }) => id);
  }

  /** Devices whose newest try failed, with its number. */
  async failedOf(
    rolloutId: string,
    position: number,
  ): Promise<readonly { readonly deviceId: string; readonly attempt: number }[]> {
    await this.projections.deployments.waitFor(position);
    const rows = await this.#of(rolloutId)
      .select('row.deviceId', 'deviceId')
      .addSelect('row.attempt', 'attempt')
      .addSelect('row.status', 'status')
      .orderBy('row.attempt')
      .getRawMany<{ deviceId: string; attempt: number | string; status: DeploymentRow['status'] }>();
    const newest = new Map(rows.map((row) => [row.deviceId, row]));
    return [...newest.values()].flatMap(({ deviceId, attempt, status }) =>
      isClosed(status) && outcomeOf[status] === 'failed' ? [{ deviceId, attempt: Number(attempt) }] : [],
    );
  }

  /** Devices whose newest try failed, by the code of that failure, most first. */
  async failuresOf(
    rolloutId: string,
    position: number,
  ): Promise<readonly { readonly code: string; readonly devices: number }[]> {
    await this.projections.deployments.waitFor(position);
    const rows = await this.#of(rolloutId)
      .andWhere('row.status IN (:...failedStatuses) AND row.failureCode IS NOT NULL', { failedStatuses })
      .andWhere(
        (query) =>
          `NOT EXISTS ${query
            .subQuery()
            .select('1')
            .from(deploymentListTable, 'later')
            .where('later.generation = row.generation AND later.deviceId = row.deviceId')
            .andWhere('later.rolloutId = row.rolloutId AND later.attempt > row.attempt')
            .getQuery()}`,
      )
      .select('row.failureCode', 'code')
      .addSelect('COUNT(DISTINCT row.deviceId)', 'devices')
      .groupBy('row.failureCode')
      .getRawMany<{ code: string; devices: number | string }>();
    return rows
      .map(({ code, devices }) => ({ code, devices: Number(devices) }))
      .sort((a, b) => b.devices - a.devices || (a.code < b.code ? -1 : 1));
  }

  /** Of a shadow: how it did on each device, by the rows of now. That column alone: there may be ten thousand. */
  async comparisonsOf(rolloutId: string): Promise<readonly ShadowComparison[]> {
    const rows = await this.#of(rolloutId)
      .select('row.comparison', 'comparison')
      .andWhere("row.status = 'compared' AND row.comparison IS NOT NULL")
      .getRawMany<{ comparison: string }>();
    return rows.map(({ comparison }) => JSON.parse(comparison) as ShadowComparison);
  }

  async #shown(rows: readonly JoinedRow[]): Promise<Deployment[]> {
    const devices = await this.names.devices(rows.map(({ deviceId }) => deviceId));
    const rollouts = await this.names.rollouts(rows.map(({ rolloutId }) => rolloutId));
    return rows.map(({ generation: _, progress = null, ...row }) =>
      toDeployment({
        row,
        progress,
        deviceName: devices.get(row.deviceId),
        rolloutName: rollouts.get(row.rolloutId),
      }),
    );
  }

  #of(rolloutId: string) {
    return this.#live().andWhere('row.rolloutId = :rolloutId', { rolloutId });
  }

  #live(): SelectQueryBuilder<JoinedRow> {
    return liveRows(this.database, deploymentListTable, deploymentListProjection);
  }

  #rows(): SelectQueryBuilder<JoinedRow> {
    return this.#live().leftJoinAndMapOne(
      'row.progress',
      deploymentProgressTable.options.name,
      'progress',
      'progress.deploymentId = row.id',
    );
  }
}
