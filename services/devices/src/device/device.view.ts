import {
  badge,
  connectivity,
  lifecycle,
  runtimeStatus,
  type Device,
  type DeviceCounts,
  type DeviceEvent,
} from '@tutti/contracts/devices';
import { liveRows, type Generated, type ProjectionRunner } from '@tutti/runtime';
import {
  listPage,
  type FieldTable,
  type ListQuery,
  type ListSpec,
  type PageTokens,
} from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';
import { badgeSql } from './badge';
import { deviceListProjection, type DeviceRow } from './device-list.projection';
import { deviceListTable } from './device-list.table';
import { toDevice } from './to-device';

/** A row of the list with what telemetry says of the device. */
interface JoinedRow extends Generated<DeviceRow> {
  readonly status?: DeviceStatusRow | null;
}

const encode = (time: Date): number => time.getTime();
const connectivityColumn = "COALESCE(status.connectivity, 'never')";
const badgeColumn = badgeSql('row.lifecycle', 'status.connectivity', 'status.runtime');

const fields: FieldTable = {
  id: { type: 'string', column: 'row.id' },
  serial: { type: 'string', column: 'row.serial' },
  name: { type: 'string', column: 'row.name' },
  description: { type: 'string', column: 'row.description' },
  site: { type: 'string', column: 'row.site' },
  tags: { type: 'tags', column: 'row.tags' },
  lifecycle: { type: 'enum', column: 'row.lifecycle', values: lifecycle.options },
  connectivity: { type: 'enum', column: connectivityColumn, values: connectivity.options },
  runtime: { type: 'enum', column: 'status.runtime', values: runtimeStatus.options },
  badge: { type: 'enum', column: badgeColumn, values: badge.options },
  model: { type: 'string', column: "JSON_EXTRACT(status.model, '$.name')" },
  modelVersion: { type: 'string', column: "JSON_EXTRACT(status.model, '$.version')" },
  agentVersion: { type: 'string', column: 'COALESCE(status.agentVersion, row.agentVersion)' },
  lastSeenAt: { type: 'time', column: 'status.lastSeenAt', encode },
  requestedAt: { type: 'time', column: 'row.requestedAt', encode },
  registeredAt: { type: 'time', column: 'row.registeredAt', encode },
};

const spec: ListSpec<JoinedRow> = {
  name: 'devices',
  fields,
  sorts: {
    name: { column: 'row.name', value: ({ name }) => name },
    serial: { column: 'row.serial', value: ({ serial }) => serial },
    lifecycle: { column: 'row.lifecycle', value: (row) => row.lifecycle },
    requestedAt: { column: 'row.requestedAt', value: ({ requestedAt }) => requestedAt },
    lastSeenAt: { column: 'COALESCE(status.lastSeenAt, 0)', value: ({ status }) => status?.lastSeenAt ?? 0 },
    site: { column: "COALESCE(row.site, '')", value: ({ site }) => site ?? '' },
  },
  defaultSort: [{ column: 'row.name', value: ({ name }) => name, direction: 'ASC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

/** Devices as people see them: the read model of the log beside the newest telemetry. */
export class DeviceView {
  constructor(
    private readonly database: DataSource,
    private readonly runner: ProjectionRunner<DeviceRow, DeviceEvent>,
  ) {}

  /** Waits until everything up to `position` is seen, or throws `projection.behind`. */
  async find(id: string, position: number): Promise<Device | undefined> {
    await this.runner.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? toDevice(row, row.status ?? undefined) : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.runner.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: items.map((row) => toDevice(row, row.status ?? undefined)), nextPageToken };
  }

  async counts(position = 0): Promise<DeviceCounts> {
    await this.runner.waitFor(position);
    const groups: readonly { readonly badge: string; readonly count: number | string }[] = await this.#rows()
      .select(badgeColumn, 'badge')
      .addSelect('COUNT(*)', 'count')
      .groupBy(badgeColumn)
      .getRawMany();
    const badges = Object.fromEntries(groups.map((group) => [badge.parse(group.badge), Number(group.count)]));
    return { total: Object.values(badges).reduce((sum, count) => sum + count, 0), badges };
  }

  #rows(): SelectQueryBuilder<JoinedRow> {
    const rows: SelectQueryBuilder<JoinedRow> = liveRows(
      this.database,
      deviceListTable,
      deviceListProjection,
    );
    return rows.leftJoinAndMapOne(
      'row.status',
      deviceStatusTable.options.name,
      'status',
      'status.id = row.id',
    );
  }
}
