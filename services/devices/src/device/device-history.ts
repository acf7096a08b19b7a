import type { Device, DeviceEvent } from '@tutti/contracts/devices';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { subjectOf, type EventLog } from '@tutti/event-store';
import type { Commit, Recorded } from '@tutti/kernel';
import { unseen } from '../status/device-status.row';
import { deviceListProjection, type DeviceRow } from './device-list.projection';
import { toDevice } from './to-device';

export type AsOf = { readonly position: number } | { readonly time: Date };

const handled = new Set<string>(deviceListProjection.handles);

const fold = (row: DeviceRow | undefined, recorded: Recorded): DeviceRow | undefined =>
  handled.has(recorded.event.type)
    ? deviceListProjection.project(row, recorded as Recorded<DeviceEvent>)
    : row;

const isWithin = ({ position, events }: Commit, asOf: AsOf): boolean =>
  'position' in asOf ? position <= asOf.position : events.every(({ time }) => time <= asOf.time);

const toLoggedEvent = ({ event, metadata, ...recorded }: Recorded): LoggedEvent => ({
  id: recorded.id,
  position: recorded.position,
  type: `tutti.${recorded.context}.${event.type}`,
  subject: `${recorded.context}/${recorded.aggregate}/${recorded.aggregateId}`,
  aggregateVersion: recorded.aggregateVersion,
  time: recorded.time.toISOString(),
  authId: metadata.authId ?? null,
  correlationId: metadata.correlationId ?? null,
  causationId: metadata.causationId ?? null,
  data: event.data as Record<string, unknown>,
});

/** What the log itself says of a device. */
export class DeviceHistory {
  constructor(private readonly log: EventLog) {}

  /**
   * The device as it was: a fold of its log up to there. Of its connection the log knows only what was worth an event;
   * runtime, vitals and the rest are telemetry and absent.
   */
  async asOf(id: string, asOf: AsOf): Promise<Device | undefined> {
    const commits = await this.#commits(id);
    const row = commits
      .filter((commit) => isWithin(commit, asOf))
      .flatMap(({ events }) => events)
      .reduce(fold, undefined);
    return row && toDevice(row, { ...unseen(id), connectivity: row.connection ?? 'never' });
  }

  /** Newest first. */
  async events(id: string): Promise<readonly LoggedEvent[]> {
    const commits = await this.#commits(id);
    return commits
      .flatMap(({ events }) => events)
      .map(toLoggedEvent)
      .reverse();
  }

  #commits(id: string): Promise<readonly Commit[]> {
    return this.log.load(subjectOf('devices', 'device', id), 0);
  }
}
