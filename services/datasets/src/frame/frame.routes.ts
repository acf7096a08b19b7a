import { blobErrors } from '@tutti/blob-store';
import { filterFields } from '@tutti/contracts/common';
import {
  addFrame,
  datasetErrors,
  frame,
  frameChoice,
  frameCount,
  frameList,
} from '@tutti/contracts/datasets';
import { maxFrameBytes } from '@tutti/contracts/devices';
import { defineRoute, listQuery, rangeHeaders, uploadRoutes } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.string().max(128) });
const { q } = listQuery;
const notFound = datasetErrors['frame.not-found'];
const shown = { params, headers: rangeHeaders, produces: 'image/jpeg' } as const;

export const uploads = uploadRoutes({ permission: 'device', maxBytes: maxFrameBytes });

export const add = defineRoute({
  method: 'POST',
  path: '',
  permission: 'device',
  summary: 'Make a frame of an upload of `/frame-uploads` that is complete',
  description:
    'A device says which result the picture belongs to and why it was chosen. Sent again it is the same frame. What is refused with 422 is refused for good.',
  body: addFrame,
  response: frame,
  status: 201,
  errors: [
    blobErrors['upload.not-found'],
    blobErrors['upload.incomplete'],
    blobErrors['blob.storage-full'],
    datasetErrors['frame.mismatch'],
    datasetErrors['frame.picture-invalid'],
  ],
});

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'datasets:read',
  summary: 'List the pictures that devices chose and sent, newest first',
  description: '`sort=score` puts the lowest score first.',
  query: z.strictObject({ ...listQuery, ...frameChoice }),
  response: frameList,
});

export const count = defineRoute({
  method: 'GET',
  path: 'count',
  permission: 'datasets:read',
  summary: 'Count them, and how many of them a dataset has already',
  query: z.strictObject({
    q,
    ...frameChoice,
    datasetId: z.uuid().optional().describe('The dataset that is asked whether it has their pictures'),
  }),
  response: frameCount,
  errors: [datasetErrors['dataset.not-found']],
});

export const fields = defineRoute({
  method: 'GET',
  path: 'fields',
  permission: 'datasets:read',
  summary: 'Show what frames can be filtered by, and how',
  response: filterFields,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'datasets:read',
  summary: 'Show a frame',
  params,
  response: frame,
  errors: [notFound],
});

export const picture = defineRoute({
  method: 'GET',
  path: ':id/picture',
  permission: 'datasets:read',
  summary: "Show a frame's picture as it came",
  description: 'Orientation is left to whoever shows it, as EXIF says.',
  ...shown,
  errors: [notFound, datasetErrors['frame.picture-gone']],
});

export const thumbnail = defineRoute({
  method: 'GET',
  path: ':id/thumbnail',
  permission: 'datasets:read',
  summary: "Show a frame's picture small and upright",
  ...shown,
  errors: [notFound, datasetErrors['frame.picture-gone']],
});
