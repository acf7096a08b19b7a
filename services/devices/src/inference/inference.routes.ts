import { timeRangeQuery } from '@tutti/contracts/common';
import { deviceErrors, inference, inferenceList, inferenceRates, ratesQuery } from '@tutti/contracts/devices';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.string().max(128) });

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'inferences:read',
  summary: 'List results, newest first',
  query: z.strictObject({ ...listQuery, ...timeRangeQuery, deviceId: z.string().max(64).optional() }),
  response: inferenceList,
});

export const rates = defineRoute({
  method: 'GET',
  path: 'rates',
  permission: 'inferences:read',
  summary: 'Count results per step of time; the last hour when no time is given',
  description:
    'Steps of whole minutes are read from sums by the minute or the hour, which outlive the results themselves.',
  query: ratesQuery,
  response: inferenceRates,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'inferences:read',
  summary: 'Show a result',
  params,
  response: inference,
  errors: [deviceErrors['inference.not-found']],
});

export const image = defineRoute({
  method: 'GET',
  path: ':id/image',
  permission: 'inferences:read',
  summary: "Show a result's preview picture",
  params,
  produces: 'image/jpeg',
  errors: [deviceErrors['inference.not-found']],
});
