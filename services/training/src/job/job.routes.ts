import { blobErrors } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import {
  claimAnswer,
  claimJob,
  jobFailure,
  jobRelease,
  jobReport,
  jobResult,
  maxModelBytes,
  reportAnswer,
  trainingErrors,
  uploadedFile,
} from '@tutti/contracts/training';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ runId: z.uuid() });
const notFound = trainingErrors['run.not-found'];
const nobodys = [notFound, trainingErrors['run.ended'], trainingErrors['run.not-claimed']];
const unavailable = commonErrors['log.unavailable'];

export const claim = defineRoute({
  method: 'POST',
  path: ':runId/claim',
  permission: 'trainer',
  summary: 'Take a job',
  description:
    '`taken`: another trainer has it; ask again while the job is held. `over`: acknowledge the job and forget it. A repeat with the same `claimId` is answered like the first.',
  params,
  body: claimJob,
  response: claimAnswer,
  errors: [notFound, unavailable],
});

export const report = defineRoute({
  method: 'POST',
  path: ':runId/reports',
  permission: 'trainer',
  summary: 'Say how far the job is, and hear whether to go on',
  description:
    'At least every ten seconds: a trainer that is not heard of for thirty has died, and another may take the job.',
  params,
  body: jobReport,
  response: reportAnswer,
  errors: [notFound, unavailable],
});

export const putFile = defineRoute({
  method: 'PUT',
  path: ':runId/files',
  permission: 'trainer',
  summary: 'Send a file that the result will name by its digest',
  params,
  bytes: { types: ['application/octet-stream'], maxBytes: maxModelBytes },
  response: uploadedFile,
  errors: [
    ...nobodys,
    commonErrors['request.too-large'],
    trainingErrors['run.result-invalid'],
    blobErrors['blob.storage-full'],
  ],
});

export const currentModel = defineRoute({
  method: 'GET',
  path: ':runId/current-model',
  permission: 'trainer',
  summary: 'Load the model that the new one is to be compared with',
  params,
  produces: 'application/octet-stream',
  errors: [notFound, trainingErrors['model.artifact-gone']],
});

export const result = defineRoute({
  method: 'POST',
  path: ':runId/result',
  permission: 'trainer',
  summary: 'End the job with a model',
  description: 'All files that it names are sent before. The first result that is taken ends the run.',
  params,
  body: jobResult,
  errors: [...nobodys, trainingErrors['run.file-missing'], trainingErrors['run.result-invalid'], unavailable],
});

export const release = defineRoute({
  method: 'POST',
  path: ':runId/release',
  permission: 'trainer',
  summary: 'Give a job back unfinished',
  description:
    'For a trainer that is told to stop: the next one begins at once, instead of after thirty seconds of silence, and nothing is held against the run. Then give the job back on the queue, too.',
  params,
  body: jobRelease,
  errors: [notFound, unavailable],
});

export const failure = defineRoute({
  method: 'POST',
  path: ':runId/failure',
  permission: 'trainer',
  summary: 'End the job without a model, and say why',
  params,
  body: jobFailure,
  errors: [...nobodys, unavailable],
});
