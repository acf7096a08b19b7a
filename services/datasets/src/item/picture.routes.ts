import { blobErrors } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import {
  datasetErrors,
  importErrors,
  item,
  itemId,
  maxItemBytes,
  pictureMediaType,
  split,
} from '@tutti/contracts/datasets';
import { defineRoute, rangeHeaders } from '@tutti/service-kit';
import { z } from 'zod';
import { datasetParams } from '../dataset/dataset.routes';

const params = z.object({ id: itemId });
const errors = [datasetErrors['item.not-found'], datasetErrors['item.picture-gone']];

export const add = defineRoute({
  method: 'POST',
  path: ':id/items',
  permission: 'datasets:manage',
  summary: 'Add one picture to a dataset',
  description:
    'The same bytes are the same item: sent again they answer 200 with the item that is there. File names may say something of people; their last part is kept, for exports.',
  params: datasetParams,
  query: z.strictObject({
    fileName: z.string().max(1024).optional(),
    importId: z.uuid().optional().describe('An open import (`upload`) that counts the picture'),
    split: split.optional().describe('The part of the training data that it belongs to, where that is known'),
  }),
  bytes: { types: pictureMediaType.options, maxBytes: maxItemBytes },
  response: item,
  status: 201,
  command: true,
  errors: [
    datasetErrors['dataset.not-found'],
    datasetErrors['dataset.archived'],
    datasetErrors['item.picture-invalid'],
    datasetErrors['import.not-running'],
    importErrors['import.not-found'],
    importErrors['import.not-open'],
    commonErrors['request.too-large'],
    blobErrors['blob.storage-full'],
  ],
});

export const picture = defineRoute({
  method: 'GET',
  path: ':id/picture',
  permission: 'datasets:read',
  summary: "Show an item's picture as it came",
  description:
    'Orientation is left to whoever shows it, as EXIF says; boxes are in pixels of the upright picture.',
  params,
  headers: rangeHeaders,
  produces: 'image/jpeg',
  errors,
});

export const thumbnail = defineRoute({
  method: 'GET',
  path: ':id/thumbnail',
  permission: 'datasets:read',
  summary: "Show an item's picture small and upright",
  params,
  headers: rangeHeaders,
  produces: 'image/jpeg',
  errors,
});
