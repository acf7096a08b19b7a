import type { DeviceEvent, Lifecycle } from '@tutti/contracts/devices';
import type { Projection, Recorded } from '@tutti/kernel';
import { withPast, type Past } from './quarter.state';

/** `unknown`: nobody had heard of it. */
export type KnownLifecycle = Lifecycle | 'unknown';

/** A device as it is now, and when it was what. Times in milliseconds since 1970. */
export interface DeviceTallyRow {
  readonly id: string;
  readonly name: string;
  readonly site: string | null;
  readonly lifecycle: KnownLifecycle;
  readonly past: readonly Past<KnownLifecycle>[];
  readonly online: boolean;
  /** Since when it is online, or not. */
  readonly changedAt: number;
  /** When it was heard of last before it went offline; when it was registered, if never. */
  readonly silentSince: number;
}

type Known = Extract<
  DeviceEvent,
  {
    type:
      | 'DeviceRequested'
      | 'DeviceRegistered'
      | 'DeviceRejected'
      | 'DeviceDescribed'
      | 'DeviceSuspended'
      | 'DeviceResumed'
      | 'DeviceWentOnline'
      | 'DeviceWentOffline'
      | 'DeviceRetired';
  }
>;

const isInFleet = ({ lifecycle }: DeviceTallyRow): boolean =>
  lifecycle === 'registered' || lifecycle === 'suspended';

const becoming = (row: DeviceTallyRow, lifecycle: Lifecycle, at: number): DeviceTallyRow =>
  row.lifecycle === lifecycle ? row : { ...row, lifecycle, past: withPast(row.past, row.lifecycle, at) };

const requested = (row: DeviceTallyRow | undefined, id: string, name: string, at: number): DeviceTallyRow => {
  const unknown = { id, name, site: null, lifecycle: 'unknown', past: [] } as const;
  if (!row) return becoming({ ...unknown, online: false, changedAt: at, silentSince: at }, 'requested', at);
  // A device of the fleet that asks with a new key stays what it is until somebody agrees.
  return isInFleet(row) ? row : { ...becoming(row, 'requested', at), name, site: null };
};

const disconnected = (row: DeviceTallyRow, at: number, silentSince: number): DeviceTallyRow =>
  row.online ? { ...row, online: false, changedAt: at, silentSince } : { ...row, silentSince };

const changed = (
  row: DeviceTallyRow,
  event: Exclude<Known, { type: 'DeviceRequested' }>,
  at: number,
): DeviceTallyRow => {
  switch (event.type) {
    case 'DeviceRegistered': {
      const { name, site = null } = event.data;
      return {
        ...becoming(row, 'registered', at),
        name,
        site,
        ...(isInFleet(row) ? {} : { online: false, changedAt: at, silentSince: at }),
      };
    }
    case 'DeviceRejected':
      return isInFleet(row) ? row : becoming(row, 'rejected', at);
    case 'DeviceDescribed': {
      const { name = row.name, site = row.site } = event.data;
      return { ...row, name, site };
    }
    case 'DeviceSuspended':
      return becoming(row, 'suspended', at);
    case 'DeviceResumed':
      return becoming(row, 'registered', at);
    case 'DeviceWentOnline':
      return { ...row, online: true, changedAt: at };
    case 'DeviceWentOffline':
      return disconnected(row, at, Date.parse(event.data.lastSeenAt));
    case 'DeviceRetired':
      // Its connection stays as it was on the days before: what is retired counts as neither online nor offline.
      return becoming(row, 'retired', at);
    default:
      return event satisfies never;
  }
};

const project = (
  row: DeviceTallyRow | undefined,
  { event, aggregateId, time }: Recorded<Known>,
): DeviceTallyRow | undefined => {
  const at = time.getTime();
  if (event.type === 'DeviceRequested') return requested(row, aggregateId, event.data.serial, at);
  return row && changed(row, event, at);
};

export const deviceTallyProjection: Projection<DeviceTallyRow, Known> = {
  name: 'device-tally',
  version: 2,
  subjects: ['evt.devices.device.*'],
  handles: [
    'DeviceRequested',
    'DeviceRegistered',
    'DeviceRejected',
    'DeviceDescribed',
    'DeviceSuspended',
    'DeviceResumed',
    'DeviceWentOnline',
    'DeviceWentOffline',
    'DeviceRetired',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
