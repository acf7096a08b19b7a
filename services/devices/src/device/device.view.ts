import type { FilterField } from '@tutti/contracts/common';
import type { Badge, Device, DeviceCounts, DeviceEvent, Tags } from '@tutti/contracts/devices';
import { dialectOf } from '@tutti/database';
import { DomainError } from '@tutti/kernel';
import { liveRows, type Generated, type ProjectionRunner } from '@tutti/runtime';
import {
  compileFilter,
  describeFields,
  listPage,
  type FieldTable,
  type ListQuery,
  type ListSpec,
  type PageTokens,
  sharedRuns,
} from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import type { DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';
import { badgeOf, type Axes } from './badge';
import { deviceFields } from './device-fields';
import { deviceListProjection, type DeviceRow } from './device-list.projection';
import { deviceListTable } from './device-list.table';
import type { SavedFilters } from '../device-group/saved-filters';
import { lastSeenSort } from './last-seen';
import { toDevice } from './to-device';

/** A row of the list with what telemetry says of the device. */
interface JoinedRow extends Generated<DeviceRow> {
  readonly status?: DeviceStatusRow | null;
}

const specOf = (database: DataSource): ListSpec<JoinedRow> => ({
  name: 'devices',
  fields: deviceFields,
  sorts: {
    name: { column: 'row.name', value: ({ name }) => name },
    serial: { column: 'row.serial', value: ({ serial }) => serial },
    lifecycle: { column: 'row.lifecycle', value: (row) => row.lifecycle },
    requestedAt: { column: 'row.requestedAt', value: ({ requestedAt }) => requestedAt },
    lastSeenAt: lastSeenSort(database),
    site: { column: "COALESCE(row.site, '')", value: ({ site }) => site ?? '' },
  },
  defaultSort: [{ column: 'row.name', value: ({ name }) => name, direction: 'ASC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
  narrowFirst: true,
  index: 'device_list_by_name_filtered',
});

const noGroups = { type: 'group', names: [] } as const;
/** Devices whose tags are looked at, and keys that are offered. */
const sampled = 2000;
const mostKeys = 200;

/** Devices as people see them: the read model of the log beside the newest telemetry. */
export class DeviceView {
  constructor(
    private readonly database: DataSource,
    private readonly runner: Pick<ProjectionRunner<DeviceRow, DeviceEvent>, 'waitFor'>,
    private readonly groups: SavedFilters,
  ) {}

  /** Waits until everything up to `position` is seen, or throws `projection.behind`. */
  async find(id: string, position: number): Promise<Device | undefined> {
    await this.runner.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? toDevice(row, row.status ?? undefined) : undefined;
  }

  /** Devices that match the query, of one group or of all. */
  async page(
    query: ListQuery,
    position: number,
    tokens: PageTokens,
    group?: { readonly id: string; readonly version: number },
  ) {
    await this.runner.waitFor(position);
    const fields = await this.#fields(position, group !== undefined || /group/.test(query.q ?? ''));
    const within = group && compileFilter(`group==${group.id}`, fields, dialectOf(this.database), 'member');
    const scope = group ? [group.id, group.version] : [];
    const { items, nextPageToken } = await listPage(
      this.#rows(),
      { ...specOf(this.database), fields },
      query,
      {
        tokens,
        scope,
        within,
      },
    );
    return { items: items.map((row) => toDevice(row, row.status ?? undefined)), nextPageToken };
  }

  /** How many devices match each filter; null where one cannot be used. */
  async countEach(filters: readonly string[]): Promise<readonly (number | null)[]> {
    const counts: (number | null)[] = [];
    // One after another: one statement for all would look at every device, whatever its index knows of a filter.
    for (const filter of filters) counts.push(await this.#countOf(filter));
    return counts;
  }

  async #countOf(filter: string): Promise<number | null> {
    try {
      const { sql, parameters } = compileFilter(filter, deviceFields, dialectOf(this.database));
      const rows = /\bstatus\./.test(sql) ? this.#rows() : this.#listed();
      const counted = await rows
        .select('COUNT(*)', 'count')
        .andWhere(sql, { ...parameters })
        .getRawOne<{ readonly count: number | string }>();
      return Number(counted?.count ?? 0);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  /** What `page` can be filtered by. */
  async fields(position: number): Promise<FilterField[]> {
    await this.runner.waitFor(position);
    const fields = await this.#fields(position, true);
    const rows: readonly { readonly tags: Tags }[] = await this.#listed()
      .select('row.tags')
      .limit(sampled)
      .getMany();
    const keys = new Set(rows.flatMap(({ tags }) => Object.keys(tags)));
    return describeFields(fields, [...keys].sort().slice(0, mostKeys));
  }

  async counts(position = 0): Promise<DeviceCounts> {
    await this.runner.waitFor(position);
    return this.#count();
  }

  /** Every console asks every few seconds, and the answer takes a look at every device. */
  readonly #count = sharedRuns(async (): Promise<DeviceCounts> => {
    const groups: readonly (Axes & { readonly count: number | string })[] = await this.#listed()
      .select('row.lifecycle', 'lifecycle')
      .addSelect('row.connectivity', 'connectivity')
      .addSelect('row.runtime', 'runtime')
      .addSelect('COUNT(*)', 'count')
      .groupBy('row.lifecycle')
      .addGroupBy('row.connectivity')
      .addGroupBy('row.runtime')
      .getRawMany();
    const badges: Partial<Record<Badge, number>> = {};
    for (const { count, ...axes } of groups) {
      const badge = badgeOf(axes);
      badges[badge] = (badges[badge] ?? 0) + Number(count);
    }
    return { total: groups.reduce((sum, { count }) => sum + Number(count), 0), badges };
  });

  async #fields(position: number, withGroups: boolean): Promise<FieldTable> {
    return { ...deviceFields, group: withGroups ? await this.groups.field(position) : noGroups };
  }

  /** What the log says. */
  #listed(): SelectQueryBuilder<JoinedRow> {
    return liveRows(this.database, deviceListTable, deviceListProjection);
  }

  /** Beside it what telemetry says. */
  #rows(): SelectQueryBuilder<JoinedRow> {
    return this.#listed().leftJoinAndMapOne(
      'row.status',
      deviceStatusTable.options.name,
      'status',
      'status.id = row.id',
    );
  }
}
