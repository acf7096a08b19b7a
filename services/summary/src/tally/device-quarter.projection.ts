import type { DeviceEvent } from '@tutti/contracts/devices';
import type { Projection, Recorded } from '@tutti/kernel';
import { quarterOf } from './quarter.state';

type Known = Exclude<
  DeviceEvent,
  { type: 'DeviceDescribed' | 'DeviceTagged' | 'DeviceKeyRotated' | 'DeviceSettingsChanged' }
>;

/** Low scores by `<model>@<version>`. */
export type LowScores = Readonly<Record<string, number>>;

export const deviceCounts = [
  'requested',
  'registered',
  'rejected',
  'suspended',
  'resumed',
  'retired',
  'wentOnline',
  'wentOffline',
  'faults',
  'warnings',
  'lowScores',
] as const;
export type DeviceCounts = Readonly<Record<(typeof deviceCounts)[number], number>>;

/** What happened to a device in a quarter of an hour. Times in milliseconds since 1970. */
export interface DeviceQuarterRow extends DeviceCounts {
  readonly id: string;
  readonly deviceId: string;
  /** Begin of the quarter. */
  readonly at: number;
  /** Whether it was online before, where the quarter tells. */
  readonly onlineBefore: boolean | null;
  /** When it was heard of last before it went offline, if it did. */
  readonly silentSince: number | null;
  /** The kind of its newest fault. */
  readonly fault: string | null;
  readonly lowByModel: LowScores;
}

export const noCounts = Object.fromEntries(deviceCounts.map((name) => [name, 0])) as DeviceCounts;

const counted: Readonly<Record<Known['type'], keyof DeviceCounts>> = {
  DeviceRequested: 'requested',
  DeviceRegistered: 'registered',
  DeviceRejected: 'rejected',
  DeviceSuspended: 'suspended',
  DeviceResumed: 'resumed',
  DeviceRetired: 'retired',
  DeviceWentOnline: 'wentOnline',
  DeviceWentOffline: 'wentOffline',
  DeviceFaulted: 'faults',
  DeviceWarned: 'warnings',
};

/** By model and version: warnings name no digest. */
export const modelKey = (name: string, version: string): string => `${name}@${version}`;

const withDetails = (row: DeviceQuarterRow, event: Known): DeviceQuarterRow => {
  switch (event.type) {
    case 'DeviceWentOnline':
      return { ...row, onlineBefore: row.onlineBefore ?? false };
    case 'DeviceWentOffline': {
      const silentSince = Date.parse(event.data.lastSeenAt);
      return { ...row, onlineBefore: row.onlineBefore ?? true, silentSince };
    }
    case 'DeviceFaulted':
      return { ...row, fault: event.data.kind };
    case 'DeviceWarned': {
      const { model, modelVersion, count } = event.data;
      const key = modelKey(model, modelVersion);
      const lowByModel = { ...row.lowByModel, [key]: (row.lowByModel[key] ?? 0) + count };
      return { ...row, lowScores: row.lowScores + count, lowByModel };
    }
    default:
      return row;
  }
};

const rowKey = ({ aggregateId, time }: Recorded<Known>): string =>
  `${aggregateId}.${quarterOf(time.getTime())}`;

const project = (row: DeviceQuarterRow | undefined, recorded: Recorded<Known>): DeviceQuarterRow => {
  const { event, aggregateId: deviceId, time } = recorded;
  const nothing = { onlineBefore: null, silentSince: null, fault: null, lowByModel: {} };
  const at = quarterOf(time.getTime());
  const before = row ?? { id: rowKey(recorded), deviceId, at, ...noCounts, ...nothing };
  const count = counted[event.type];
  return withDetails({ ...before, [count]: before[count] + 1 }, event);
};

export const deviceQuarterProjection: Projection<DeviceQuarterRow, Known> = {
  name: 'device-quarter-tally',
  version: 1,
  subjects: ['evt.devices.device.*'],
  handles: Object.keys(counted) as Known['type'][],
  key: rowKey,
  project,
};
