import type { DeviceGroupEvent } from '@tutti/contracts/devices';
import { liveRows, type ProjectionRunner } from '@tutti/runtime';
import { foldName, type GroupField } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { deviceGroupListProjection, type DeviceGroupRow } from './device-group-list.projection';
import { deviceGroupListTable } from './device-group-list.table';

/** Groups that there may be: every filter that names one reads them all. */
export const mostGroups = 500;

/** Groups as filters name them: by id, or by name in any spelling. */
export class SavedFilters {
  constructor(
    private readonly database: DataSource,
    private readonly runner: Pick<ProjectionRunner<DeviceGroupRow, DeviceGroupEvent>, 'waitFor'>,
  ) {}

  async field(position: number): Promise<GroupField> {
    await this.runner.waitFor(position);
    const rows = await liveRows(this.database, deviceGroupListTable, deviceGroupListProjection)
      .orderBy('row.name')
      .limit(mostGroups)
      .getMany();
    const filters = new Map([
      ...rows.map(({ name, filter }) => [foldName(name), filter] as const),
      ...rows.map(({ id, filter }) => [id, filter] as const),
    ]);
    return {
      type: 'group',
      names: rows.map(({ name }) => name),
      filterOf: (name) => filters.get(name) ?? filters.get(foldName(name)),
    };
  }
}
