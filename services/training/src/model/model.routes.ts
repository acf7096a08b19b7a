import { commonErrors } from '@tutti/contracts/common';
import { blobErrors } from '@tutti/blob-store';
import {
  importModel,
  maxModelBytes,
  model,
  modelComparison,
  modelList,
  retireModel,
  sha256,
  evaluationReport,
  trainingErrors,
} from '@tutti/contracts/training';
import { bundleMediaType } from '@tutti/model-signature';
import { defineRoute, listQuery, rangeHeaders, uploadRoutes } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const notFound = trainingErrors['model.not-found'];
const gone = trainingErrors['model.artifact-gone'];
const notEvaluated = trainingErrors['model.not-evaluated'];

export const modelUploadsPath = 'api/v1/model-uploads';
export const uploads = uploadRoutes({ permission: 'training:manage', maxBytes: maxModelBytes });

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'training:read',
  summary: 'List models, newest first',
  description:
    'Filter by `streamId`, `name`, `task`, `origin`, `gate` (passes, fails, none), `status`, `createdAt` …',
  query: z.strictObject(listQuery),
  response: modelList,
});

export const add = defineRoute({
  method: 'POST',
  path: '',
  permission: 'training:manage',
  summary: 'Import a model: any ONNX file that was uploaded to `/api/v1/model-uploads`',
  description:
    'The file is loaded as a device would load it; one that does not load is refused with the reason. Versions count by name, from 1.',
  body: importModel,
  response: model,
  status: 201,
  command: true,
  errors: [
    blobErrors['upload.not-found'],
    blobErrors['upload.incomplete'],
    trainingErrors['model.invalid'],
    trainingErrors['model.already-registered'],
    commonErrors['name.taken'],
  ],
});

export const compare = defineRoute({
  method: 'GET',
  path: 'compare',
  permission: 'training:read',
  summary: 'Show two models beside each other, judged on the same pictures where they were',
  query: z.strictObject({ a: z.uuid(), b: z.uuid() }),
  response: modelComparison,
  errors: [notFound, gone],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'training:read',
  summary: 'Show a model',
  params,
  response: model,
  errors: [notFound],
});

export const evaluation = defineRoute({
  method: 'GET',
  path: ':id/evaluation',
  permission: 'training:read',
  summary: 'Show how a model was judged: by class, what it confuses, and the pictures that it judged worst',
  params,
  response: evaluationReport,
  errors: [notFound, notEvaluated, gone],
});

export const example = defineRoute({
  method: 'GET',
  path: ':id/examples/:digest',
  permission: 'training:read',
  summary: 'Show a picture of an evaluation, by the digest of its thumbnail',
  params: params.extend({ digest: sha256 }),
  headers: rangeHeaders,
  produces: 'image/jpeg',
  errors: [notFound, trainingErrors['model.picture-gone']],
});

export const artifact = defineRoute({
  method: 'GET',
  path: ':id/artifact',
  permission: 'training:read',
  summary: 'Fetch the ONNX file of a model',
  params,
  headers: rangeHeaders,
  produces: 'application/octet-stream',
  errors: [notFound, gone],
});

export const signature = defineRoute({
  method: 'GET',
  path: ':id/signature',
  permission: 'training:read',
  summary: 'Fetch the signature of a model: a Sigstore bundle that names the digest of its file',
  params,
  headers: rangeHeaders,
  produces: bundleMediaType,
  errors: [notFound, gone],
});

export const retire = defineRoute({
  method: 'POST',
  path: ':id/retire',
  permission: 'training:manage',
  summary: 'Retire a model: it is not to be deployed any more, and its aliases end',
  description: 'Its file stays: what devices have judged with it can still be traced back.',
  params,
  body: retireModel,
  response: model,
  command: true,
  ifMatch: true,
  errors: [notFound, trainingErrors['model.already-retired']],
});
