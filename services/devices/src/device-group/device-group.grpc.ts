import { DeviceGroupServiceService } from '@tutti/contracts/gen/tutti/devices/v1/device_group';
import type { DeviceGroup } from '@tutti/contracts/devices';
import { grpcService, unary } from '@tutti/service-kit';
import { toDeviceMessage } from '../device/device-message';
import { DeviceGroupController } from './device-group.controller';
import * as routes from './device-group.routes';

const shown = (group: DeviceGroup) => ({ group });

export const deviceGroupGrpc = grpcService(DeviceGroupServiceService, (get) => {
  const groups = get(DeviceGroupController);
  return {
    listDeviceGroups: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => groups.list(input),
      reply: (page) => page,
    }),
    defineDeviceGroup: unary(routes.define, {
      request: (body) => ({ body }),
      handle: (input) => groups.define(input),
      reply: shown,
    }),
    getDeviceGroup: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => groups.get(input),
      reply: shown,
    }),
    listDeviceGroupMembers: unary(routes.members, {
      request: ({ id, ...query }) => ({ params: { id }, query }),
      handle: (input) => groups.members(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toDeviceMessage), nextPageToken }),
    }),
    redefineDeviceGroup: unary(routes.redefine, {
      request: ({ id, description, ...body }) => ({
        params: { id },
        body: { ...body, ...(description === undefined ? {} : { description: description || null }) },
      }),
      handle: (input) => groups.redefine(input),
      reply: shown,
    }),
    deleteDeviceGroup: unary(routes.remove, {
      request: (params) => ({ params }),
      handle: (input) => groups.remove(input),
      reply: () => ({}),
    }),
  };
});
