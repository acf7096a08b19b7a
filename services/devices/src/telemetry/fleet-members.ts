import type { Aggregates } from '@tutti/event-store';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { deviceDecider } from '../device/device.decider';
import { deviceListProjection } from '../device/device-list.projection';
import { deviceListTable } from '../device/device-list.table';
import { isInFleet } from '../device/device.state';

/** Which devices belong to the fleet. Only their telemetry is kept. */
export class FleetMembers {
  constructor(
    private readonly database: DataSource,
    private readonly aggregates: Aggregates,
  ) {}

  /** The read model may lag behind an acceptance: who is not in it yet is looked up in the log. */
  async of(ids: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const members = new Set(await this.#listed([...ids]));
    for (const id of ids) if (!members.has(id) && (await this.#isInLog(id))) members.add(id);
    return members;
  }

  async #listed(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const rows = await liveRows(this.database, deviceListTable, deviceListProjection)
      .select('row.id', 'id')
      .andWhere("row.lifecycle IN ('registered', 'suspended') AND row.id IN (:...ids)", { ids })
      .getRawMany<{ id: string }>();
    return rows.map(({ id }) => id);
  }

  async #isInLog(id: string): Promise<boolean> {
    return isInFleet((await this.aggregates.load(deviceDecider, id)).state);
  }
}
