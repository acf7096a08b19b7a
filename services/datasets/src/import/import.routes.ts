import { commonErrors } from '@tutti/contracts/common';
import { blobErrors } from '@tutti/blob-store';
import {
  datasetErrors,
  importErrors,
  importJob,
  importList,
  importReportLines,
  startImport,
} from '@tutti/contracts/datasets';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const noDataset = datasetErrors['dataset.not-found'];
const notFound = importErrors['import.not-found'];
const notRunning = datasetErrors['import.not-running'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'datasets:read',
  summary: 'List the imports into a dataset, newest first, dry runs among them',
  query: z.strictObject({ datasetId: z.uuid(), ...listQuery }),
  response: importList,
  errors: [noDataset],
});

export const start = defineRoute({
  method: 'POST',
  path: '',
  permission: 'datasets:manage',
  summary: 'Start an import into a dataset',
  description:
    '`archive` takes a zip that was uploaded to `/uploads`: COCO, YOLO, folders by class, or plain pictures. `upload` opens an import for pictures that are then sent to `/datasets/{id}/items?importId=…`. `devices` takes frames, with what their model said: `/frames` shows beforehand which, and `/frames/count` how many. All labels are read before anything is stored; pictures that the dataset has already are not taken twice, so that an import which failed or was cancelled can be repeated for the rest.',
  body: startImport,
  response: importJob,
  status: 201,
  command: true,
  errors: [
    noDataset,
    datasetErrors['dataset.archived'],
    datasetErrors['import.too-many'],
    commonErrors['query.invalid'],
    blobErrors['upload.not-found'],
    blobErrors['upload.incomplete'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'datasets:read',
  summary: 'Show an import and how far it is',
  params,
  response: importJob,
  errors: [notFound],
});

export const report = defineRoute({
  method: 'GET',
  path: ':id/report',
  permission: 'datasets:read',
  summary: 'Show what an import met, so far: what was left out, lost or changed, with examples',
  params,
  response: importReportLines,
  errors: [notFound],
});

export const finish = defineRoute({
  method: 'POST',
  path: ':id/finish',
  permission: 'datasets:manage',
  summary: 'Finish an import to which pictures were sent one by one',
  description: 'One that gets no picture for a while is finished by itself.',
  params,
  response: importJob,
  command: true,
  errors: [notFound, notRunning, importErrors['import.not-open']],
});

export const cancel = defineRoute({
  method: 'POST',
  path: ':id/cancel',
  permission: 'datasets:manage',
  summary: 'Cancel an import',
  description:
    'It stops within a moment; until then `cancelling` is true. Pictures that were taken stay, each with its label, and the counts say how many.',
  params,
  response: importJob,
  command: true,
  errors: [notFound, notRunning],
});
