import { trainingErrors } from '@tutti/contracts/training';
import { defineRoute, rangeHeaders } from '@tutti/service-kit';
import { bundleMediaType } from '@tutti/model-signature';
import { z } from 'zod';

const params = z.object({ modelId: z.uuid() });
const errors = [trainingErrors['model.not-found'], trainingErrors['model.artifact-gone']];

export const bytes = defineRoute({
  method: 'GET',
  path: ':modelId',
  permission: 'artifact',
  summary: 'Fetch the ONNX file of the model that the device was offered',
  description:
    'Whoever was cut off goes on with `Range`, and `If-Range` with the digest as ETag. The ticket is of `POST /api/v1/deployments/{id}/artifact`.',
  params,
  headers: rangeHeaders,
  produces: 'application/octet-stream',
  errors,
});

export const signature = defineRoute({
  method: 'GET',
  path: ':modelId/signature',
  permission: 'artifact',
  summary: 'Fetch the signature of the model that the device was offered: a Sigstore bundle',
  params,
  headers: rangeHeaders,
  produces: bundleMediaType,
  errors,
});
