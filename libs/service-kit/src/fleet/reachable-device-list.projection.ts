import { bitsOfTags } from '@tutti/contracts/common';
import type { DeviceEvent, Lifecycle, Tags } from '@tutti/contracts/devices';
import type { Projection, Recorded } from '@tutti/kernel';

/** What this context needs to know of a device: whether it is meant, and whether it can be reached. */
export interface ReachableDeviceRow {
  readonly id: string;
  readonly serial: string;
  readonly name: string;
  readonly description: string | null;
  readonly site: string | null;
  readonly tags: Tags;
  /** Their signature. */
  readonly tagBits: number;
  readonly lifecycle: Lifecycle;
  readonly connectivity: 'online' | 'offline';
}

type Known = Extract<
  DeviceEvent,
  {
    type:
      | 'DeviceRequested'
      | 'DeviceRegistered'
      | 'DeviceRejected'
      | 'DeviceDescribed'
      | 'DeviceTagged'
      | 'DeviceSuspended'
      | 'DeviceResumed'
      | 'DeviceWentOnline'
      | 'DeviceWentOffline'
      | 'DeviceRetired';
  }
>;

const isInFleet = ({ lifecycle }: ReachableDeviceRow): boolean =>
  lifecycle === 'registered' || lifecycle === 'suspended';

/** A device of the fleet that asks with a new key stays what it is until somebody agrees. */
const requested = (row: ReachableDeviceRow | undefined, id: string, serial: string): ReachableDeviceRow =>
  row && isInFleet(row)
    ? row
    : {
        id,
        serial,
        name: serial,
        description: null,
        site: null,
        tags: {},
        tagBits: bitsOfTags({}),
        lifecycle: 'requested',
        connectivity: 'offline',
      };

const changed = (
  row: ReachableDeviceRow,
  event: Exclude<Known, { type: 'DeviceRequested' }>,
): ReachableDeviceRow => {
  switch (event.type) {
    case 'DeviceRegistered': {
      const { name, tags, description = null, site = null } = event.data;
      return { ...row, name, description, site, tags, tagBits: bitsOfTags(tags), lifecycle: 'registered' };
    }
    case 'DeviceRejected':
      return isInFleet(row) ? row : { ...row, lifecycle: 'rejected' };
    case 'DeviceDescribed': {
      const { name = row.name, description = row.description, site = row.site } = event.data;
      return { ...row, name, description, site };
    }
    case 'DeviceTagged':
      return { ...row, tags: event.data.tags, tagBits: bitsOfTags(event.data.tags) };
    case 'DeviceSuspended':
      return { ...row, lifecycle: 'suspended' };
    case 'DeviceResumed':
      return { ...row, lifecycle: 'registered' };
    case 'DeviceWentOnline':
      return { ...row, connectivity: 'online' };
    case 'DeviceWentOffline':
      return { ...row, connectivity: 'offline' };
    case 'DeviceRetired':
      return { ...row, lifecycle: 'retired', connectivity: 'offline' };
    default:
      return event satisfies never;
  }
};

const project = (
  row: ReachableDeviceRow | undefined,
  { event, aggregateId }: Recorded<Known>,
): ReachableDeviceRow | undefined => {
  if (event.type === 'DeviceRequested') return requested(row, aggregateId, event.data.serial);
  return row && changed(row, event);
};

/** Devices as the log of another context tells of them. */
export const reachableDeviceListProjection: Projection<ReachableDeviceRow, Known> = {
  name: 'reachable-device-list',
  version: 1,
  subjects: ['evt.devices.device.*'],
  handles: [
    'DeviceRequested',
    'DeviceRegistered',
    'DeviceRejected',
    'DeviceDescribed',
    'DeviceTagged',
    'DeviceSuspended',
    'DeviceResumed',
    'DeviceWentOnline',
    'DeviceWentOffline',
    'DeviceRetired',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
