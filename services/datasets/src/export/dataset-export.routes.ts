import { blobErrors } from '@tutti/blob-store';
import { datasetErrors, exportQuery, formatErrors } from '@tutti/contracts/datasets';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';
import { datasetParams } from '../dataset/dataset.routes';

export const download = defineRoute({
  method: 'GET',
  path: ':id/export',
  permission: 'datasets:read',
  summary: 'Export a dataset as an archive: COCO, YOLO, ImageFolder or pictures alone',
  description:
    'A zip that is made as it is sent; the same content makes the same bytes, which `ETag` names. What the format cannot hold, such as pictures without a label, refuses the export with a report in `params`, unless `lossy` leaves it out. Excluded items are never in it. An archive that is cut off in the middle is to be asked for again.',
  params: datasetParams,
  query: exportQuery,
  headers: z.object({
    'if-none-match': z.string().optional().describe('ETag of an archive that is at hand'),
  }),
  produces: 'application/zip',
  errors: [
    datasetErrors['dataset.not-found'],
    datasetErrors['dataset-version.not-found'],
    datasetErrors['item.picture-gone'],
    datasetErrors['export.too-many'],
    formatErrors['format.wrong-task'],
    formatErrors['format.lossy'],
    formatErrors['format.outside-schema'],
    formatErrors['format.too-large'],
    blobErrors['blob.storage-full'],
  ],
});
