import type { DeviceSettings } from '@tutti/contracts/devices';
import type { Aggregates } from '@tutti/event-store';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { deviceDecider } from '../device/device.decider';
import { deviceListProjection } from '../device/device-list.projection';
import { deviceListTable } from '../device/device-list.table';
import { isInFleet } from '../device/device.state';

export interface Member {
  readonly warningScore: number | null;
}

/** Which devices belong to the fleet. Only their telemetry is kept. */
export class FleetMembers {
  constructor(
    private readonly database: DataSource,
    private readonly aggregates: Aggregates,
  ) {}

  /** The read model may lag behind an acceptance: who is not in it yet is looked up in the log. */
  async of(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, Member>> {
    const members = new Map(await this.#listed([...ids]));
    for (const id of ids) {
      const member = members.has(id) ? undefined : await this.#inLog(id);
      if (member) members.set(id, member);
    }
    return members;
  }

  async #listed(ids: readonly string[]): Promise<readonly (readonly [string, Member])[]> {
    if (ids.length === 0) return [];
    const rows = await liveRows(this.database, deviceListTable, deviceListProjection)
      .select('row.id', 'id')
      .addSelect('row.settings', 'settings')
      .andWhere("row.lifecycle IN ('registered', 'suspended') AND row.id IN (:...ids)", { ids })
      .getRawMany<{ id: string; settings: string | null }>();
    return rows.map(({ id, settings }) => [id, memberOf(settings)]);
  }

  async #inLog(id: string): Promise<Member | undefined> {
    const { state } = await this.aggregates.load(deviceDecider, id);
    return isInFleet(state) ? { warningScore: state.settings?.warningScore ?? null } : undefined;
  }
}

/** Thousands a second: no entity is made of them. */
const memberOf = (settings: string | null): Member => ({
  warningScore: settings === null ? null : (JSON.parse(settings) as DeviceSettings).warningScore,
});
