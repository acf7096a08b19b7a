import { DeviceCommandServiceService } from '@tutti/contracts/gen/tutti/devices/v1/device_command';
import type { DeviceCommand } from '@tutti/contracts/devices';
import { grpcService, unary } from '@tutti/service-kit';
import { toCommandMessage, toIssue } from './device-command-message';
import { DeviceCommandController } from './device-command.controller';
import * as routes from './device-command.routes';

const shown = (command: DeviceCommand) => ({ command: toCommandMessage(command) });

export const deviceCommandGrpc = grpcService(DeviceCommandServiceService, (get) => {
  const commands = get(DeviceCommandController);
  return {
    listDeviceCommands: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => commands.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toCommandMessage), nextPageToken }),
    }),
    getDeviceCommand: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => commands.get(input),
      reply: shown,
    }),
    issueDeviceCommand: unary(routes.issue, {
      request: (message) => ({ body: toIssue(message) }),
      handle: (input) => commands.issue(input),
      reply: shown,
    }),
    cancelDeviceCommand: unary(routes.cancel, {
      request: ({ id, ...body }) => ({ params: { id }, body }),
      handle: (input) => commands.cancel(input),
      reply: shown,
    }),
  };
});
