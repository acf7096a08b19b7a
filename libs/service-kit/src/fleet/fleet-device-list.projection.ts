import { bitsOfTags } from '@tutti/contracts/common';
import type { DeviceEvent, Lifecycle, Tags } from '@tutti/contracts/devices';
import type { Projection, Recorded } from '@tutti/kernel';

/** What a context needs to know of a device that calls it: whether it may, and how it is called. */
export interface FleetDeviceRow {
  readonly id: string;
  readonly serial: string;
  readonly name: string;
  readonly tags: Tags;
  /** Their signature. */
  readonly tagBits: number;
  readonly publicKey: string;
  readonly lifecycle: Lifecycle;
}

export type FleetDeviceEvent = Extract<
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
      | 'DeviceKeyRotated'
      | 'DeviceRetired';
  }
>;
type Requested = Extract<FleetDeviceEvent, { type: 'DeviceRequested' }>['data'];

const isInFleet = ({ lifecycle }: FleetDeviceRow): boolean =>
  lifecycle === 'registered' || lifecycle === 'suspended';

/** A device of the fleet that asks with a new key goes on with the old one until somebody agrees. */
const requested = (
  row: FleetDeviceRow | undefined,
  id: string,
  { serial, publicKey }: Requested,
): FleetDeviceRow =>
  row && isInFleet(row)
    ? row
    : { id, serial, name: serial, tags: {}, tagBits: bitsOfTags({}), publicKey, lifecycle: 'requested' };

const changed = (
  row: FleetDeviceRow,
  event: Exclude<FleetDeviceEvent, { type: 'DeviceRequested' }>,
): FleetDeviceRow => {
  switch (event.type) {
    case 'DeviceRegistered': {
      const { name, publicKey, tags } = event.data;
      return { ...row, name, publicKey, tags, tagBits: bitsOfTags(tags), lifecycle: 'registered' };
    }
    case 'DeviceRejected':
      return isInFleet(row) ? row : { ...row, lifecycle: 'rejected' };
    case 'DeviceDescribed':
      return { ...row, name: event.data.name ?? row.name };
    case 'DeviceTagged':
      return { ...row, tags: event.data.tags, tagBits: bitsOfTags(event.data.tags) };
    case 'DeviceSuspended':
      return { ...row, lifecycle: 'suspended' };
    case 'DeviceResumed':
      return { ...row, lifecycle: 'registered' };
    case 'DeviceKeyRotated':
      return { ...row, publicKey: event.data.publicKey };
    case 'DeviceRetired':
      return { ...row, lifecycle: 'retired' };
    default:
      return event satisfies never;
  }
};

const project = (
  row: FleetDeviceRow | undefined,
  { event, aggregateId }: Recorded<FleetDeviceEvent>,
): FleetDeviceRow | undefined => {
  if (event.type === 'DeviceRequested') return requested(row, aggregateId, event.data);
  return row && changed(row, event);
};

/** Devices as the log of another context tells of them. */
export const fleetDeviceListProjection: Projection<FleetDeviceRow, FleetDeviceEvent> = {
  name: 'fleet-device-list',
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
    'DeviceKeyRotated',
    'DeviceRetired',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
