import {
  fleetDeviceListProjection,
  fleetDeviceListTable,
  reachableDeviceListProjection,
  reachableDeviceListTable,
} from '@tutti/service-kit';

// Where all services run in one process, each read model has a name of its own.

/** Devices by their keys. */
export const callingDevices = {
  projection: { ...fleetDeviceListProjection, name: 'calling-device-list' },
  table: fleetDeviceListTable,
};

/** Devices by what rollouts are aimed with. */
export const reachableDevices = {
  projection: { ...reachableDeviceListProjection, name: 'target-device-list' },
  table: reachableDeviceListTable,
};
