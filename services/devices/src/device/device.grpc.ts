import {
  DeviceServiceService,
  type ChangeDeviceRequest,
  type SetDeviceSettingsRequest,
} from '@tutti/contracts/gen/tutti/devices/v1/device';
import type { Device, PatchDevice } from '@tutti/contracts/devices';
import { grpcService, unary, type Present } from '@tutti/service-kit';
import { DeviceController } from './device.controller';
import { toCountsMessage, toDeviceMessage } from './device-message';
import * as routes from './device.routes';

const shown = (device: Device) => ({ device: toDeviceMessage(device) });

/** Absent stays, empty is removed: a merge patch without its null. */
const patchOf = ({
  id: _,
  tags,
  location,
  description,
  site,
  ...rest
}: Present<ChangeDeviceRequest>): PatchDevice => ({
  ...rest,
  ...(description === undefined ? {} : { description: description || null }),
  ...(site === undefined ? {} : { site: site || null }),
  ...(location && { location: Object.keys(location).length === 0 ? null : location }),
  ...(tags && { tags: tags.tags }),
});

/** What is absent is null. */
const settingsOf = (settings: Present<SetDeviceSettingsRequest>['settings']) => {
  const { sampling, warningScore = null } = settings ?? {};
  if (!sampling) return { sampling: null, warningScore };
  const { threshold = null, boxes = null, margin = null, entropy = null, ...rest } = sampling;
  return { sampling: { ...rest, threshold, boxes, margin, entropy }, warningScore };
};

export const deviceGrpc = grpcService(DeviceServiceService, (get) => {
  const devices = get(DeviceController);
  return {
    listDevices: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => devices.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toDeviceMessage), nextPageToken }),
    }),
    countDevices: unary(routes.counts, {
      request: () => ({}),
      handle: (input) => devices.counts(input),
      reply: toCountsMessage,
    }),
    getDevice: unary(routes.get, {
      request: ({ id, asOf }) => ({ params: { id }, query: { asOf } }),
      handle: (input) => devices.get(input),
      reply: shown,
    }),
    changeDevice: unary(routes.change, {
      request: (message) => ({ params: { id: message.id }, body: patchOf(message) }),
      handle: (input) => devices.change(input),
      reply: shown,
    }),
    setDeviceSettings: unary(routes.settings, {
      request: ({ id, settings }) => ({ params: { id }, body: settingsOf(settings) }),
      handle: (input) => devices.settings(input),
      reply: shown,
    }),
    retireDevice: unary(routes.retire, {
      request: (params) => ({ params }),
      handle: (input) => devices.retire(input),
      reply: () => ({}),
    }),
    suspendDevice: unary(routes.suspend, {
      request: ({ id, reason }) => ({ params: { id }, body: { reason } }),
      handle: (input) => devices.suspend(input),
      reply: shown,
    }),
    resumeDevice: unary(routes.resume, {
      request: (params) => ({ params }),
      handle: (input) => devices.resume(input),
      reply: shown,
    }),
  };
});
