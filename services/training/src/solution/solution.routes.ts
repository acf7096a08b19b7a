import {
  publishSolution,
  solution,
  solutionKey,
  solutionList,
  trainingErrors,
} from '@tutti/contracts/training';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ key: solutionKey });
const notFound = trainingErrors['solution.not-found'];
const retired = trainingErrors['solution.already-retired'];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'training:read',
  summary: 'List solutions: what can be learned, by which trainer, with which parameters',
  query: z.strictObject(listQuery),
  response: solutionList,
});

export const publish = defineRoute({
  method: 'POST',
  path: '',
  permission: 'training:manage',
  summary: 'Publish a solution, or the next version of one',
  description:
    'Jobs of its streams wait for a trainer of the kind that `trainer` names. The trainer may be your own: the trainer protocol says how it takes jobs. `parameters` is a JSON Schema (2020-12) without `$ref` to elsewhere, `pattern` and `format`.',
  body: publishSolution,
  response: solution,
  status: 201,
  command: true,
  errors: [
    retired,
    trainingErrors['solution.schema-invalid'],
    trainingErrors['solution.nothing-changed'],
    trainingErrors['solution.other-task'],
  ],
});

export const get = defineRoute({
  method: 'GET',
  path: ':key',
  permission: 'training:read',
  summary: 'Show a solution with all of its versions',
  params,
  response: solution,
  errors: [notFound],
});

export const retire = defineRoute({
  method: 'POST',
  path: ':key/retire',
  permission: 'training:manage',
  summary: 'Retire a solution: no new streams are made of it, those that there are stay',
  params,
  body: z.strictObject({ reason: z.string().trim().max(512).optional() }),
  response: solution,
  command: true,
  ifMatch: true,
  errors: [notFound, retired],
});
