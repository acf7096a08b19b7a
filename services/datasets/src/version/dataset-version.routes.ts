import {
  datasetErrors,
  datasetVersion,
  datasetVersionList,
  diffQuery,
  freezeVersion,
  versionDiff,
  versionItemList,
  versionItemsQuery,
  versionStatistics,
} from '@tutti/contracts/datasets';
import { defineRoute, listQuery, rangeHeaders } from '@tutti/service-kit';
import { z } from 'zod';
import { datasetParams } from '../dataset/dataset.routes';

const params = z.object({ id: z.uuid(), number: z.coerce.number().int().min(1) });
const noDataset = datasetErrors['dataset.not-found'];
const errors = [noDataset, datasetErrors['dataset-version.not-found']];

export const list = defineRoute({
  method: 'GET',
  path: ':id/versions',
  permission: 'datasets:read',
  summary: 'List the frozen versions of a dataset, newest first',
  params: datasetParams,
  query: z.strictObject(listQuery),
  response: datasetVersionList,
  errors: [noDataset],
});

export const freeze = defineRoute({
  method: 'POST',
  path: ':id/versions',
  permission: 'datasets:manage',
  summary: 'Freeze what is labelled as a version to train on',
  description:
    'What is labelled, by people or by accepting predictions, is split into parts: each class in the shares that are wanted, pictures of one device together. What stood in the version before keeps its part, unless other shares, another shuffle or fresh parts are asked for: only what is new is dealt out. The same content again answers 200 with the version that there is.',
  params: datasetParams,
  body: freezeVersion,
  response: datasetVersion,
  status: 201,
  command: true,
  errors: [
    noDataset,
    datasetErrors['dataset.archived'],
    datasetErrors['dataset-version.nothing-labelled'],
    datasetErrors['item.picture-gone'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id/versions/:number',
  permission: 'datasets:read',
  summary: 'Show a frozen version',
  params,
  response: datasetVersion,
  errors,
});

export const manifest = defineRoute({
  method: 'GET',
  path: ':id/versions/:number/manifest',
  permission: 'datasets:read',
  summary:
    "Fetch a version's manifest: JSON lines, the first says what the labels mean, each other is an item",
  params,
  headers: rangeHeaders,
  produces: 'application/jsonl',
  errors,
});

export const items = defineRoute({
  method: 'GET',
  path: ':id/versions/:number/items',
  permission: 'datasets:read',
  summary: 'List the items of a version as it holds them, by the digests of their pictures',
  params,
  query: z.strictObject(versionItemsQuery),
  response: versionItemList,
  errors,
});

export const statistics = defineRoute({
  method: 'GET',
  path: ':id/versions/:number/statistics',
  permission: 'datasets:read',
  summary: 'Show what is in a version by part, class and size',
  params,
  response: versionStatistics,
  errors,
});

export const diff = defineRoute({
  method: 'GET',
  path: ':id/versions/:number/diff',
  permission: 'datasets:read',
  summary: 'Show what has changed since another version',
  params,
  query: z.strictObject(diffQuery),
  response: versionDiff,
  errors,
});
