import { filterFields } from '@tutti/contracts/common';
import {
  datasetErrors,
  itemBatch,
  itemList,
  itemOutcomes,
  itemQueue,
  queueQuery,
} from '@tutti/contracts/datasets';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';
import { datasetParams as params } from '../dataset/dataset.routes';

const errors = [datasetErrors['dataset.not-found']];

export const list = defineRoute({
  method: 'GET',
  path: ':id/items',
  permission: 'datasets:read',
  summary: 'List the items of a dataset, newest first',
  description: '`sort=score` puts the lowest score first; items that no model has seen come last.',
  params,
  query: z.strictObject(listQuery),
  response: itemList,
  errors,
});

export const fields = defineRoute({
  method: 'GET',
  path: ':id/items/fields',
  permission: 'datasets:read',
  summary: 'Show what the items of a dataset can be filtered by, and how',
  params,
  response: filterFields,
  errors,
});

export const queue = defineRoute({
  method: 'GET',
  path: ':id/queue',
  permission: 'datasets:read',
  summary: 'Show what to label next, the lowest score first',
  params,
  query: z.strictObject(queueQuery),
  response: itemQueue,
  errors,
});

export const batch = defineRoute({
  method: 'POST',
  path: ':id/items/batch',
  permission: 'datasets:label',
  summary: 'Label, accept, exclude or restore many items at once',
  description:
    'Each by itself, as of the version that the caller saw: one that is refused keeps no other one back. The answer says what became of each.',
  params,
  body: itemBatch,
  response: itemOutcomes,
  command: true,
  errors: [...errors, datasetErrors['dataset.archived']],
});
