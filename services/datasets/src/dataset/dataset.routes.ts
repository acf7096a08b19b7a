import { commonErrors } from '@tutti/contracts/common';
import {
  archiveDataset,
  createDataset,
  dataset,
  datasetErrors,
  datasetList,
  datasetProgress,
  patchDataset,
} from '@tutti/contracts/datasets';
import { asOfQuery, defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

export const datasetParams = z.object({ id: z.uuid() });
const notFound = datasetErrors['dataset.not-found'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'datasets:read',
  summary: 'List datasets with the number of their items',
  query: z.strictObject(listQuery),
  response: datasetList,
});

export const create = defineRoute({
  method: 'POST',
  path: '',
  permission: 'datasets:manage',
  summary: 'Create a dataset',
  description:
    'With a label schema of its own, unless `labelSchemaId` names one to share: datasets that share a schema can be trained together.',
  body: createDataset,
  response: dataset,
  status: 201,
  command: true,
  errors: [
    commonErrors['name.taken'],
    datasetErrors['dataset.already-created'],
    datasetErrors['label-schema.not-found'],
    datasetErrors['label-schema.class-exists'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'datasets:read',
  summary: 'Show a dataset',
  description: '`asOf` shows what was said of it then; its items are counted as they are now.',
  params: datasetParams,
  query: z.strictObject({ asOf: asOfQuery }),
  response: dataset,
  errors: [notFound],
});

export const change = defineRoute({
  method: 'PATCH',
  path: ':id',
  permission: 'datasets:manage',
  summary: 'Name, describe or tag a dataset',
  description: 'A merge patch (RFC 7396): null removes, `tags` replaces all tags.',
  params: datasetParams,
  body: patchDataset,
  response: dataset,
  command: true,
  ifMatch: true,
  errors: [
    notFound,
    commonErrors['name.taken'],
    datasetErrors['dataset.archived'],
    datasetErrors['dataset.nothing-changed'],
  ],
});

export const archive = defineRoute({
  method: 'POST',
  path: ':id/archive',
  permission: 'datasets:manage',
  summary: 'Archive a dataset: nothing of it changes any more, until it is restored',
  params: datasetParams,
  body: archiveDataset,
  response: dataset,
  command: true,
  ifMatch: true,
  errors: [notFound, datasetErrors['dataset.archived'], datasetErrors['dataset.import-running']],
});

export const restore = defineRoute({
  method: 'POST',
  path: ':id/restore',
  permission: 'datasets:manage',
  summary: 'Restore an archived dataset',
  params: datasetParams,
  response: dataset,
  command: true,
  ifMatch: true,
  errors: [notFound, datasetErrors['dataset.not-archived']],
});

export const purge = defineRoute({
  method: 'DELETE',
  path: ':id',
  permission: 'datasets:manage',
  summary: 'Delete the data of an archived dataset for good',
  description:
    'Its pictures are deleted within two days, unless another dataset holds them too. What was said of them stays in the event log.',
  params: datasetParams,
  command: true,
  ifMatch: true,
  errors: [notFound, datasetErrors['dataset.not-archived']],
});

export const progress = defineRoute({
  method: 'GET',
  path: ':id/progress',
  permission: 'datasets:read',
  summary: 'Show how far it is until training can start, by class',
  params: datasetParams,
  response: datasetProgress,
  errors: [notFound],
});
