import { commonErrors } from '@tutti/contracts/common';
import {
  createStream,
  duplicateStream,
  moveStream,
  patchStream,
  setTrigger as setTriggerBody,
  stream,
  streamList,
  trainingErrors,
} from '@tutti/contracts/training';
import { asOfQuery, defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const notFound = trainingErrors['stream.not-found'];
const nameTaken = commonErrors['name.taken'];
const queryInvalid = commonErrors['query.invalid'];
const nothingChanged = trainingErrors['stream.nothing-changed'];
const solutionGone = trainingErrors['solution.not-found'];
const solutionRetired = trainingErrors['solution.already-retired'];
const parametersUnfit = trainingErrors['stream.parameters-unfit'];
const settings = [
  nameTaken,
  queryInvalid,
  parametersUnfit,
  trainingErrors['stream.dataset-unfit'],
  trainingErrors['stream.gate-unfit'],
];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'training:read',
  summary: 'List streams with what their runs and models say of them',
  query: z.strictObject(listQuery),
  response: streamList,
});

export const create = defineRoute({
  method: 'POST',
  path: '',
  permission: 'training:manage',
  summary: 'Create a stream: a solution put to work',
  description:
    'Parameters that are left out are what the solution says is usual. All datasets are for the task of the solution and share the label schema of the first.',
  body: createStream,
  response: stream,
  status: 201,
  command: true,
  errors: [
    ...settings,
    solutionGone,
    solutionRetired,
    trainingErrors['stream.already-created'],
    trainingErrors['stream.version-unknown'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'training:read',
  summary: 'Show a stream',
  description: '`asOf` shows how it was set then; its status is as it is now.',
  params,
  query: z.strictObject({ asOf: asOfQuery }),
  response: stream,
  errors: [notFound],
});

export const change = defineRoute({
  method: 'PATCH',
  path: ':id',
  permission: 'training:manage',
  summary: 'Reconfigure a stream',
  description:
    'A merge patch (RFC 7396): null removes; `tags`, `parameters`, `gate` and `datasets` replace the whole. Runs that were asked for keep what they were asked for with.',
  params,
  body: patchStream,
  response: stream,
  command: true,
  ifMatch: true,
  errors: [notFound, ...settings, nothingChanged],
});

export const setTrigger = defineRoute({
  method: 'PUT',
  path: ':id/trigger',
  permission: 'training:manage',
  summary: 'Say when a stream trains by itself; null when never',
  params,
  body: setTriggerBody,
  response: stream,
  command: true,
  ifMatch: true,
  errors: [notFound, queryInvalid, nothingChanged],
});

export const move = defineRoute({
  method: 'POST',
  path: ':id/move',
  permission: 'training:manage',
  summary: 'Move a stream to another version of its solution',
  params,
  body: moveStream,
  response: stream,
  command: true,
  ifMatch: true,
  errors: [notFound, solutionGone, parametersUnfit, nothingChanged, trainingErrors['stream.version-unknown']],
});

export const duplicate = defineRoute({
  method: 'POST',
  path: ':id/duplicate',
  permission: 'training:manage',
  summary: 'Duplicate a stream: its settings, without its history and its trigger',
  params,
  body: duplicateStream,
  response: stream,
  status: 201,
  command: true,
  errors: [notFound, nameTaken, solutionGone, solutionRetired, trainingErrors['stream.already-created']],
});

export const remove = defineRoute({
  method: 'DELETE',
  path: ':id',
  permission: 'training:manage',
  summary: 'Delete a stream none of whose runs is under way',
  description: 'Its models stay, and so does its history in the event log. Its name is free again.',
  params,
  command: true,
  ifMatch: true,
  errors: [notFound, trainingErrors['stream.training']],
});
