import { commonErrors } from '@tutti/contracts/common';
import {
  defineDeviceGroup,
  deviceErrors,
  deviceGroup,
  deviceGroupList,
  deviceList,
  patchDeviceGroup,
} from '@tutti/contracts/devices';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const notFound = deviceErrors['device-group.not-found'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'devices:read',
  summary: 'List saved groups with the number of their members',
  query: z.strictObject(listQuery),
  response: deviceGroupList,
});

export const define = defineRoute({
  method: 'POST',
  path: '',
  permission: 'devices:manage',
  summary: 'Save a filter of devices as a group',
  description: 'The filter may not name other groups.',
  body: defineDeviceGroup,
  response: deviceGroup,
  status: 201,
  command: true,
  errors: [
    commonErrors['query.invalid'],
    commonErrors['name.taken'],
    deviceErrors['device-group.already-defined'],
    deviceErrors['device-group.too-many'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'devices:read',
  summary: 'Show a group',
  params,
  response: deviceGroup,
  errors: [notFound],
});

export const members = defineRoute({
  method: 'GET',
  path: ':id/members',
  permission: 'devices:read',
  summary: 'List the devices that match a group now',
  params,
  query: z.strictObject(listQuery),
  response: deviceList,
  errors: [notFound],
});

export const redefine = defineRoute({
  method: 'PATCH',
  path: ':id',
  permission: 'devices:manage',
  summary: 'Rename, describe or redefine a group',
  description: 'A merge patch (RFC 7396): null removes.',
  params,
  body: patchDeviceGroup,
  response: deviceGroup,
  command: true,
  ifMatch: true,
  errors: [
    notFound,
    commonErrors['query.invalid'],
    commonErrors['name.taken'],
    deviceErrors['device-group.nothing-changed'],
  ],
});

export const remove = defineRoute({
  method: 'DELETE',
  path: ':id',
  permission: 'devices:manage',
  summary: 'Delete a group; its devices stay',
  params,
  command: true,
  ifMatch: true,
  errors: [notFound],
});
