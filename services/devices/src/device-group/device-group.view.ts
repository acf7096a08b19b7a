import type { DeviceGroup, DeviceGroupEvent } from '@tutti/contracts/devices';
import { liveRows, type ProjectionRunner } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { DeviceView } from '../device/device.view';
import { deviceGroupListProjection, type DeviceGroupRow } from './device-group-list.projection';
import { deviceGroupListTable } from './device-group-list.table';

const spec: ListSpec<DeviceGroupRow> = {
  name: 'device-groups',
  fields: {
    id: { type: 'string', column: 'row.id' },
    name: { type: 'string', column: 'row.name' },
    description: { type: 'string', column: 'row.description' },
    filter: { type: 'string', column: 'row.filter' },
    changedAt: { type: 'time', column: 'row.changedAt', encode: (time) => time.getTime() },
  },
  sorts: {
    name: { column: 'row.name', value: ({ name }) => name },
    changedAt: { column: 'row.changedAt', value: ({ changedAt }) => changedAt },
  },
  defaultSort: [{ column: 'row.name', value: ({ name }) => name, direction: 'ASC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

/** Groups with the number of devices that match now. */
export class DeviceGroupView {
  constructor(
    private readonly database: DataSource,
    private readonly runner: ProjectionRunner<DeviceGroupRow, DeviceGroupEvent>,
    private readonly devices: Pick<DeviceView, 'countEach'>,
  ) {}

  async find(id: string, position: number): Promise<DeviceGroup | undefined> {
    await this.runner.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? (await this.#counted([row]))[0] : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.runner.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: await this.#counted(items), nextPageToken };
  }

  count(): Promise<number> {
    return this.#rows().getCount();
  }

  async #counted(rows: readonly DeviceGroupRow[]): Promise<DeviceGroup[]> {
    const members = rows.length === 0 ? [] : await this.devices.countEach(rows.map(({ filter }) => filter));
    return rows.map(({ changedAt, ...row }, index) => ({
      ...row,
      members: members[index] ?? null,
      changedAt: new Date(changedAt).toISOString(),
    }));
  }

  #rows() {
    return liveRows(this.database, deviceGroupListTable, deviceGroupListProjection);
  }
}
