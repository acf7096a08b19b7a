import { deviceErrors, type Device } from '@tutti/contracts/devices';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { subjectOf, type EventLog } from '@tutti/event-store';
import { DomainError, type Clock, type Commit, type Recorded } from '@tutti/kernel';
import { commitsAsOf, rowAsOf, type AsOf } from '@tutti/runtime';
import { pageSizeOf, parseAsOf, type PageTokens } from '@tutti/service-kit';
import { unseen } from '../status/device-status.row';
import { deviceListProjection } from './device-list.projection';
import { toDevice } from './to-device';

export interface PageQuery {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
  /** What came later is left out. */
  readonly asOf?: string | undefined;
}

const deviceSubject = (id: string): string => subjectOf('devices', 'device', id);

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
  constructor(private readonly place: { readonly log: EventLog; readonly clock: Clock }) {}

  /**
   * The device as it was: a fold of its log up to there. Of its connection the log knows only what was worth an event;
   * runtime, vitals and the rest are telemetry and absent. Throws `as-of.not-yet`.
   */
  async asOf(id: string, asOf: AsOf): Promise<Device | undefined> {
    const row = await rowAsOf(this.place, deviceListProjection, deviceSubject(id), asOf);
    return row && toDevice(row, { ...unseen(id), connectivity: row.connection ?? 'never' });
  }

  /** Events of the device, newest first. Throws `device.not-found`. */
  async page(id: string, { pageSize, pageToken, asOf }: PageQuery, tokens: PageTokens) {
    const recorded = (await this.#commits(id, asOf)).flatMap(({ events }) => events);
    if (recorded.length === 0)
      throw new DomainError(deviceErrors['device.not-found'], { detail: 'No device has this id.' });
    const binding = ['device-events', id, asOf ?? ''];
    const before = pageToken ? Number(tokens.open(pageToken, binding)[0]) : Number.POSITIVE_INFINITY;
    const older = recorded.filter(({ aggregateVersion }) => aggregateVersion < before).reverse();
    const items = older.slice(0, pageSizeOf(pageSize));
    const last = items.length < older.length ? items.at(-1) : undefined;
    return {
      items: items.map(toLoggedEvent),
      nextPageToken: last ? tokens.seal([last.aggregateVersion], binding) : '',
    };
  }

  #commits(id: string, asOf: string | undefined): Promise<readonly Commit[]> {
    const subject = deviceSubject(id);
    if (asOf === undefined) return this.place.log.load(subject, 0);
    return commitsAsOf(this.place, subject, parseAsOf(asOf));
  }
}
