import type { Installation } from '@tutti/contracts/deployment';
import { liveCondition, liveRows, type Generated } from '@tutti/runtime';
import {
  listPage,
  type CompiledFilter,
  type ListQuery,
  type ListSpec,
  type PageTokens,
} from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { Projections } from '../open-projections';
import { deploymentListProjection, type DeploymentRow } from './deployment-list.projection';
import { deploymentListTable } from './deployment-list.table';
import type { DeploymentNames } from './deployment-names';
import { installationListProjection, type InstallationRow } from './installation-list.projection';
import { installationListTable } from './installation-list.table';
import { time, timeOrNull } from './to-deployment';

interface JoinedRow extends Generated<InstallationRow> {
  readonly deployment?: Pick<DeploymentRow, 'status'> | null;
}

export interface InstallationQuery extends Omit<ListQuery, 'q' | 'sort'> {
  readonly deviceId?: string | undefined;
  /** What judged then, of each device. */
  readonly at?: string | undefined;
}

const spec: ListSpec<JoinedRow> = {
  name: 'installations',
  fields: {},
  sorts: {},
  defaultSort: [{ column: 'row.position', value: ({ position }) => position, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

/** The next statement of the same device, in the log's order. */
const next = `FROM ${installationListTable.options.name} later
  WHERE later.generation = row.generation AND later.device_id = row.device_id
  AND (later.position > row.position OR (later.position = row.position AND later.version > row.version))`;

const wanted = ({ deviceId, at }: InstallationQuery): CompiledFilter => {
  const moment = at === undefined ? undefined : Date.parse(at);
  const conditions = [
    ...(deviceId === undefined ? [] : ['row.deviceId = :deviceId']),
    ...(moment === undefined
      ? []
      : ['row.at <= :moment', `NOT EXISTS (SELECT 1 ${next} AND later.at <= :moment)`]),
  ];
  return { sql: conditions.join(' AND ') || '1 = 1', parameters: { deviceId, moment } };
};

/** What judged on devices, and when, as their deployments tell it. A model that came by hand has no id. */
export class InstallationView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'deployments' | 'installations'>,
    private readonly names: Pick<DeploymentNames, 'devices' | 'models'>,
  ) {}

  /** Newest first. */
  async page(query: InstallationQuery, position: number, tokens: PageTokens) {
    await this.projections.installations.waitFor(position);
    await this.projections.deployments.waitFor(position);
    const { deviceId, at, ...page } = query;
    const context = { tokens, scope: [deviceId ?? '', at ?? ''], within: wanted(query) };
    const { items, nextPageToken } = await listPage(this.#rows(), spec, page, context);
    return { items: await this.#shown(items), nextPageToken };
  }

  async #shown(rows: readonly JoinedRow[]): Promise<Installation[]> {
    if (rows.length === 0) return [];
    const names = await this.names.devices(rows.map(({ deviceId }) => deviceId));
    const models = await this.names.models(
      rows.flatMap(({ model, modelId }) => (model && modelId === null ? [model.digest] : [])),
    );
    const until = await this.#endOf(rows.map(({ id }) => id));
    return rows.map(({ id, deviceId, deploymentId, how, model, modelId, at, deployment }) => ({
      deviceId,
      deviceName: names.get(deviceId) ?? deviceId,
      ...{ model, deploymentId, how },
      modelId: modelId ?? (model ? models.get(model.digest) : undefined) ?? null,
      confirmed:
        how === 'restored' ||
        deployment?.status === 'confirmed' ||
        deployment?.status === 'already-installed',
      since: time(at),
      until: timeOrNull(until.get(id) ?? null),
    }));
  }

  /** When the next statement took their place. */
  async #endOf(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows: readonly { readonly id: string; readonly ended: number | string | null }[] =
      await this.#statements()
        .select('row.id', 'id')
        .addSelect(`(SELECT later.at ${next} ORDER BY later.position, later.version LIMIT 1)`, 'ended')
        .andWhere('row.id IN (:...ids)', { ids })
        .getRawMany();
    return new Map(rows.flatMap(({ id, ended }) => (ended === null ? [] : [[id, Number(ended)] as const])));
  }

  #statements(): SelectQueryBuilder<JoinedRow> {
    return liveRows(this.database, installationListTable, installationListProjection);
  }

  #rows(): SelectQueryBuilder<JoinedRow> {
    const { sql, parameters } = liveCondition('deployment', deploymentListProjection);
    return this.#statements().leftJoinAndMapOne(
      'row.deployment',
      deploymentListTable.options.name,
      'deployment',
      `deployment.id = row.deploymentId AND ${sql}`,
      { ...parameters },
    );
  }
}
