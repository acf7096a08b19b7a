import {
  alias,
  aliasHistory,
  aliasList,
  aliasName,
  setAlias,
  trainingErrors,
} from '@tutti/contracts/training';
import { asOfQuery, defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const ofStream = z.object({ id: z.uuid() });
const params = ofStream.extend({ alias: aliasName });
const query = z.strictObject({ at: asOfQuery });
const notFound = trainingErrors['alias.not-found'];

export const list = defineRoute({
  method: 'GET',
  path: ':id/aliases',
  permission: 'training:read',
  summary: 'List the aliases of a stream and the models that they name, now or then',
  params: ofStream,
  query,
  response: aliasList,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id/aliases/:alias',
  permission: 'training:read',
  summary: 'Show which model an alias names, now or then',
  params,
  query,
  response: alias,
  errors: [notFound],
});

export const history = defineRoute({
  method: 'GET',
  path: ':id/aliases/:alias/history',
  permission: 'training:read',
  summary: 'Show every model that an alias has named, newest first',
  params,
  response: aliasHistory,
  errors: [notFound],
});

export const set = defineRoute({
  method: 'PUT',
  path: ':id/aliases/:alias',
  permission: 'training:manage',
  summary: 'Give an alias, such as champion, to a model of the stream; it leaves the one that had it',
  params,
  body: setAlias,
  response: alias,
  command: true,
  errors: [
    trainingErrors['model.not-found'],
    trainingErrors['model.other-stream'],
    trainingErrors['model.already-retired'],
    trainingErrors['alias.nothing-changed'],
  ],
});

export const remove = defineRoute({
  method: 'DELETE',
  path: ':id/aliases/:alias',
  permission: 'training:manage',
  summary: 'Take an alias away',
  params,
  command: true,
  errors: [notFound],
});
