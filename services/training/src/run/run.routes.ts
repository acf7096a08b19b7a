import {
  cancelRun,
  requestRun,
  run,
  runCurves,
  runList,
  runLog,
  runLogQuery,
  trainingErrors,
} from '@tutti/contracts/training';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const notFound = trainingErrors['run.not-found'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'training:read',
  summary: 'List runs, newest first',
  query: z.strictObject(listQuery),
  response: runList,
});

export const request = defineRoute({
  method: 'POST',
  path: '',
  permission: 'training:manage',
  summary: 'Train a stream',
  description:
    'What a run needs is gathered now: settings of the stream, its current model to compare with, what is labelled. Datasets without a version are frozen first. While a run with the same `key` has not ended, `duplicatePolicy` says what happens: `reject` refuses, `replace` cancels the earlier one, `queue` waits for it.',
  body: requestRun,
  response: run,
  status: 201,
  command: true,
  errors: [
    trainingErrors['stream.not-found'],
    trainingErrors['stream.parameters-unfit'],
    trainingErrors['run.already-requested'],
    trainingErrors['run.duplicate'],
    trainingErrors['run.nothing-to-train'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'training:read',
  summary: 'Show a run and how far it is',
  params,
  response: run,
  errors: [notFound],
});

export const cancel = defineRoute({
  method: 'POST',
  path: ':id/cancel',
  permission: 'training:manage',
  summary: 'Cancel a run',
  description:
    'At once; its trainer hears of it within seconds and stops. A run that was cancelled stays so.',
  params,
  body: cancelRun,
  response: run,
  command: true,
  errors: [notFound, trainingErrors['run.ended']],
});

export const curves = defineRoute({
  method: 'GET',
  path: ':id/curves',
  permission: 'training:read',
  summary: 'Show the curves of a run, of its newest attempt, thinned out to 500 points each',
  params,
  response: runCurves,
  errors: [notFound],
});

export const log = defineRoute({
  method: 'GET',
  path: ':id/log',
  permission: 'training:read',
  summary: 'Show what the trainer of a run wrote',
  description: 'The newest lines; with `after` those that follow, to be asked for again with `nextSeq`.',
  params,
  query: z.strictObject(runLogQuery),
  response: runLog,
  errors: [notFound],
});
