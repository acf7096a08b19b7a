import { commonErrors, filterFields, pageQuery, timeRangeQuery } from '@tutti/contracts/common';
import {
  device,
  deviceCounts,
  deviceErrors,
  deviceId,
  deviceList,
  deviceSettings,
  failureList,
  patchDevice,
  stepsQuery,
  vitalsList,
  vitalsSteps,
  withReason,
} from '@tutti/contracts/devices';
import { loggedEvent } from '@tutti/contracts/summary';
import { asOfQuery, defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: deviceId });
const notFound = deviceErrors['device.not-found'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'devices:read',
  summary: 'List devices',
  query: z.strictObject(listQuery),
  response: deviceList,
});

export const counts = defineRoute({
  method: 'GET',
  path: 'counts',
  permission: 'devices:read',
  summary: 'Count devices by badge',
  response: deviceCounts,
});

export const fields = defineRoute({
  method: 'GET',
  path: 'fields',
  permission: 'devices:read',
  summary: 'Show what devices can be filtered by, and how',
  response: filterFields,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'devices:read',
  summary: 'Show a device',
  params,
  query: z.strictObject({ asOf: asOfQuery }),
  response: device,
  errors: [notFound],
});

export const change = defineRoute({
  method: 'PATCH',
  path: ':id',
  permission: 'devices:manage',
  summary: 'Name, describe, place or tag a device',
  description: 'A merge patch (RFC 7396): null removes, `tags` replaces all tags.',
  params,
  body: patchDevice,
  response: device,
  command: true,
  ifMatch: true,
  errors: [
    notFound,
    deviceErrors['device.not-registered'],
    deviceErrors['device.nothing-changed'],
    commonErrors['name.taken'],
  ],
});

export const settings = defineRoute({
  method: 'PUT',
  path: ':id/settings',
  permission: 'devices:manage',
  summary: 'Set which pictures a device keeps for people and from which score on its results are no warnings',
  description: 'Replaces everything that was set. Where the device may never send pictures, that stays so.',
  params,
  body: deviceSettings,
  response: device,
  command: true,
  ifMatch: true,
  errors: [notFound, deviceErrors['device.not-registered'], deviceErrors['device.nothing-changed']],
});

export const retire = defineRoute({
  method: 'DELETE',
  path: ':id',
  permission: 'devices:manage',
  summary:
    'Retire a device: it is disconnected at once, and returns only with a new key that a person accepts',
  params,
  command: true,
  ifMatch: true,
  errors: [notFound, deviceErrors['device.not-registered'], deviceErrors['device.already-retired']],
});

export const suspend = defineRoute({
  method: 'POST',
  path: ':id/suspend',
  permission: 'devices:manage',
  summary: 'Suspend a device: it is disconnected at once, until it is resumed',
  params,
  body: withReason,
  response: device,
  command: true,
  ifMatch: true,
  errors: [notFound, deviceErrors['device.not-registered'], deviceErrors['device.already-suspended']],
});

export const resume = defineRoute({
  method: 'POST',
  path: ':id/resume',
  permission: 'devices:manage',
  summary: 'Resume a suspended device',
  params,
  response: device,
  command: true,
  ifMatch: true,
  errors: [notFound, deviceErrors['device.not-registered'], deviceErrors['device.not-suspended']],
});

export const vitals = defineRoute({
  method: 'GET',
  path: ':id/vitals',
  permission: 'devices:read',
  summary: "List a device's measurements, oldest first",
  params,
  query: z.strictObject({ ...listQuery, ...timeRangeQuery }),
  response: vitalsList,
});

export const vitalsHistory = defineRoute({
  method: 'GET',
  path: ':id/vitals/steps',
  permission: 'devices:read',
  summary: "Show a device's measurements per step of time: mean, least and greatest",
  description:
    'Steps of whole minutes are read from sums by the minute or the hour, which outlive the measurements.',
  params,
  query: stepsQuery,
  response: vitalsSteps,
});

export const failures = defineRoute({
  method: 'GET',
  path: ':id/failures',
  permission: 'inferences:read',
  summary: "List a device's failures, newest first",
  params,
  query: z.strictObject({ ...listQuery, ...timeRangeQuery }),
  response: failureList,
});

export const events = defineRoute({
  method: 'GET',
  path: ':id/events',
  permission: 'devices:read',
  summary: "List a device's events from the log, newest first",
  params,
  query: z.strictObject({ ...pageQuery, asOf: asOfQuery }),
  response: z.object({ items: z.array(loggedEvent), nextPageToken: z.string() }),
  errors: [notFound],
});
