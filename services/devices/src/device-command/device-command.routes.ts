import { blobErrors } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import {
  cancelDeviceCommand,
  commandPicture,
  deviceCommand,
  deviceCommandList,
  deviceErrors,
  deviceId,
  issueDeviceCommand,
  maxLogBytes,
  maxPictureBytes,
  sha256,
} from '@tutti/contracts/devices';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';
import { logType } from './command-files';

const params = z.object({ id: z.uuid() });
const devicesOwn = z.object({ id: deviceId, commandId: z.uuid() });
const notFound = deviceErrors['device-command.not-found'];
const gone = deviceErrors['device-command.bytes-gone'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'devices:read',
  summary: 'List commands to devices, newest first',
  query: z.strictObject(listQuery),
  response: deviceCommandList,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'devices:read',
  summary: 'Show a command and what came of it',
  params,
  response: deviceCommand,
  errors: [notFound],
});

export const issue = defineRoute({
  method: 'POST',
  path: '',
  permission: 'devices:manage',
  summary:
    'Have a device do something once; an offline device does it when it is back, unless it expires first',
  body: issueDeviceCommand,
  response: deviceCommand,
  status: 201,
  command: true,
  errors: [
    commonErrors['request.rate-limited'],
    deviceErrors['device.not-found'],
    deviceErrors['device.not-registered'],
    deviceErrors['device-command.already-issued'],
    deviceErrors['device-command.deadline-invalid'],
    deviceErrors['device-command.too-many-open'],
    deviceErrors['device-command.picture-missing'],
  ],
});

export const cancel = defineRoute({
  method: 'POST',
  path: ':id/cancel',
  permission: 'devices:manage',
  summary: 'Cancel a command: at once while no device has accepted it, else the device is asked to stop',
  description: '`force` closes a running command without waiting for the device, which may still finish it.',
  params,
  body: cancelDeviceCommand,
  response: deviceCommand,
  command: true,
  errors: [notFound, deviceErrors['device-command.already-closed']],
});

export const putPicture = defineRoute({
  method: 'POST',
  path: 'pictures',
  permission: 'devices:manage',
  summary: 'Send a picture for a command of kind `infer`; it is kept for some days',
  bytes: { types: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: maxPictureBytes },
  response: commandPicture,
  status: 201,
  errors: [
    commonErrors['request.rate-limited'],
    commonErrors['request.too-large'],
    deviceErrors['device-command.picture-invalid'],
    blobErrors['blob.storage-full'],
  ],
});

export const picture = defineRoute({
  method: 'GET',
  path: ':id/picture',
  permission: 'inferences:read',
  summary: 'Show the picture of a command',
  params,
  produces: 'image/jpeg',
  errors: [notFound, gone],
});

export const logs = defineRoute({
  method: 'GET',
  path: ':id/logs',
  permission: 'devices:manage',
  summary: 'Load the log lines that a command brought, one JSON object per line',
  params,
  produces: logType,
  errors: [notFound, gone],
});

export const devicePicture = defineRoute({
  method: 'GET',
  path: ':id/commands/:commandId/picture',
  permission: 'device',
  summary: 'Load the picture of a command that runs',
  params: devicesOwn,
  produces: 'image/jpeg',
  errors: [
    notFound,
    gone,
    deviceErrors['device-command.not-yours'],
    deviceErrors['device-command.not-running'],
  ],
});

export const deviceLogs = defineRoute({
  method: 'PUT',
  path: ':id/commands/:commandId/logs/:sha256',
  permission: 'device',
  summary: 'Send the log lines that a command asks for, by their digest',
  params: devicesOwn.extend({ sha256 }),
  bytes: { types: ['application/octet-stream'], maxBytes: maxLogBytes },
  errors: [
    notFound,
    commonErrors['request.rate-limited'],
    commonErrors['request.too-large'],
    deviceErrors['device-command.not-yours'],
    deviceErrors['device-command.not-running'],
    deviceErrors['device-command.report-invalid'],
    blobErrors['blob.digest-mismatch'],
    blobErrors['blob.storage-full'],
  ],
});
