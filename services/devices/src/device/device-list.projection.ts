import type { Projection, Recorded } from '@tutti/kernel';
import { bitsOfTags } from '@tutti/contracts/common';
import type {
  DeviceEvent,
  Hardware,
  Lifecycle,
  Location,
  OperatingSystem,
  Tags,
  DeviceSettings,
} from '@tutti/contracts/devices';

/** What a device said of itself when it asked. */
interface Introduction {
  readonly publicKey: string;
  readonly hardware: Hardware;
  readonly os: OperatingSystem;
  readonly agentVersion: string;
  readonly note: string | null;
}

/** A request that waits for a person. */
export interface WaitingRequest extends Introduction {
  readonly enrolmentTokenId: string | null;
  /** Milliseconds since 1970, like every time in a table. */
  readonly requestedAt: number;
}

/** What was set, and where that stands in the log. */
export interface SetRow extends DeviceSettings {
  readonly position: number;
}

/** One device as the log tells it. What only telemetry knows stands in `device_status`. */
export interface DeviceRow extends Introduction {
  readonly id: string;
  readonly serial: string;
  readonly name: string;
  readonly description: string | null;
  readonly site: string | null;
  readonly location: Location | null;
  readonly tags: Tags;
  /** Their signature, for the index. */
  readonly tagBits: number;
  readonly lifecycle: Lifecycle;
  readonly requestedAt: number;
  readonly registeredAt: number | null;
  /** What the log last said of its connection; `device_status` knows better for the present. */
  readonly connection: 'online' | 'offline' | null;
  readonly waiting: WaitingRequest | null;
  readonly settings: SetRow | null;
  readonly version: number;
}

type Requested = Extract<DeviceEvent, { type: 'DeviceRequested' }>['data'];
type FleetEvent = Exclude<DeviceEvent, { type: 'DeviceRequested' }>;

interface Place {
  readonly at: number;
  readonly position: number;
}

const introduction = ({ publicKey, hardware, os, agentVersion, note }: Introduction): Introduction => ({
  publicKey,
  hardware,
  os,
  agentVersion,
  note,
});

const isInFleet = (row: DeviceRow): boolean =>
  row.lifecycle === 'registered' || row.lifecycle === 'suspended';

const requested = (before: DeviceRow | undefined, id: string, data: Requested, at: number): DeviceRow => {
  const asked = introduction({ ...data, note: data.note ?? null });
  const waiting = { ...asked, enrolmentTokenId: data.enrolmentTokenId ?? null, requestedAt: at };
  if (before && isInFleet(before)) return { ...before, waiting };
  return {
    ...asked,
    id,
    serial: data.serial,
    name: data.serial,
    description: null,
    site: null,
    location: null,
    tags: {},
    tagBits: bitsOfTags({}),
    lifecycle: 'requested',
    requestedAt: at,
    registeredAt: null,
    connection: null,
    waiting,
    settings: null,
    version: 0,
  };
};

const rejected = (row: DeviceRow): DeviceRow => ({
  ...row,
  lifecycle: isInFleet(row) ? row.lifecycle : 'rejected',
  waiting: null,
});

/** What the device said of itself when it asked with the new key holds from now on. */
const rotated = (row: DeviceRow, publicKey: string): DeviceRow => ({
  ...row,
  ...introduction(row.waiting ?? row),
  publicKey,
  waiting: null,
});

const changed = (row: DeviceRow, event: FleetEvent, { at, position }: Place): DeviceRow => {
  switch (event.type) {
    case 'DeviceRegistered': {
      const { description = null, site = null, location = null, ...data } = event.data;
      return {
        ...row,
        ...data,
        tagBits: bitsOfTags(data.tags),
        description,
        site,
        location,
        lifecycle: 'registered',
        registeredAt: at,
        waiting: null,
      };
    }
    case 'DeviceRejected':
      return rejected(row);
    case 'DeviceDescribed': {
      const {
        name = row.name,
        description = row.description,
        site = row.site,
        location = row.location,
      } = event.data;
      return { ...row, name, description, site, location };
    }
    case 'DeviceTagged':
      return { ...row, tags: event.data.tags, tagBits: bitsOfTags(event.data.tags) };
    case 'DeviceSuspended':
      return { ...row, lifecycle: 'suspended' };
    case 'DeviceResumed':
      return { ...row, lifecycle: 'registered' };
    case 'DeviceKeyRotated':
      return rotated(row, event.data.publicKey);
    case 'DeviceWentOnline':
      return { ...row, connection: 'online' };
    case 'DeviceWentOffline':
      return { ...row, connection: 'offline' };
    case 'DeviceSettingsChanged':
      return { ...row, settings: { ...event.data, position } };
    case 'DeviceFaulted':
    case 'DeviceWarned':
      return row;
    case 'DeviceRetired':
      return { ...row, lifecycle: 'retired', connection: null, waiting: null, settings: null };
    default:
      return event satisfies never;
  }
};

const project = (row: DeviceRow | undefined, recorded: Recorded<DeviceEvent>): DeviceRow | undefined => {
  const { event, aggregateId, aggregateVersion: version } = recorded;
  const at = recorded.time.getTime();
  if (event.type === 'DeviceRequested') return { ...requested(row, aggregateId, event.data, at), version };
  return row && { ...changed(row, event, { at, position: recorded.position }), version };
};

export const deviceListProjection: Projection<DeviceRow, DeviceEvent> = {
  name: 'device-list',
  version: 4,
  subjects: ['evt.devices.device.*'],
  handles: [
    'DeviceRequested',
    'DeviceRegistered',
    'DeviceRejected',
    'DeviceDescribed',
    'DeviceTagged',
    'DeviceSuspended',
    'DeviceResumed',
    'DeviceKeyRotated',
    'DeviceWentOnline',
    'DeviceWentOffline',
    'DeviceSettingsChanged',
    'DeviceFaulted',
    'DeviceWarned',
    'DeviceRetired',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
