import {
  addClass,
  changeLabelClass,
  classKey,
  datasetErrors,
  defineLabelSchema,
  labelSchema,
  labelSchemaList,
  renameLabelSchema,
  retireClass,
} from '@tutti/contracts/datasets';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: z.uuid() });
const classParams = z.object({ id: z.uuid(), key: classKey });
const notFound = datasetErrors['label-schema.not-found'];
const nothingChanged = datasetErrors['label-schema.nothing-changed'];
const classExists = datasetErrors['label-schema.class-exists'];
const ofClass = [
  notFound,
  datasetErrors['label-schema.class-not-found'],
  datasetErrors['label-schema.class-retired'],
];

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'datasets:read',
  summary: 'List label schemas',
  query: z.strictObject(listQuery),
  response: labelSchemaList,
});

export const define = defineRoute({
  method: 'POST',
  path: '',
  permission: 'datasets:manage',
  summary: 'Define a label schema that datasets can share',
  body: defineLabelSchema,
  response: labelSchema,
  status: 201,
  command: true,
  errors: [datasetErrors['label-schema.already-defined'], classExists],
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'datasets:read',
  summary: 'Show a label schema with its classes, retired ones among them',
  params,
  response: labelSchema,
  errors: [notFound],
});

export const rename = defineRoute({
  method: 'PATCH',
  path: ':id',
  permission: 'datasets:manage',
  summary: 'Rename a label schema',
  params,
  body: renameLabelSchema,
  response: labelSchema,
  command: true,
  ifMatch: true,
  errors: [notFound, nothingChanged],
});

export const add = defineRoute({
  method: 'POST',
  path: ':id/classes',
  permission: 'datasets:manage',
  summary: 'Add a class',
  description: 'Key and number are never used again, not even when the class is retired.',
  params,
  body: addClass,
  response: labelSchema,
  status: 201,
  command: true,
  ifMatch: true,
  errors: [notFound, classExists, datasetErrors['label-schema.too-many-classes']],
});

export const change = defineRoute({
  method: 'PATCH',
  path: ':id/classes/:key',
  permission: 'datasets:manage',
  summary: 'Change a class',
  description:
    'A merge patch (RFC 7396): null removes. With `relabel` the class means something else now: items that bear it must be labelled again.',
  params: classParams,
  body: changeLabelClass,
  response: labelSchema,
  command: true,
  ifMatch: true,
  errors: [...ofClass, nothingChanged, classExists],
});

export const retire = defineRoute({
  method: 'POST',
  path: ':id/classes/:key/retire',
  permission: 'datasets:manage',
  summary: 'Retire a class for good: items that bear it must be labelled again',
  params: classParams,
  body: retireClass,
  response: labelSchema,
  command: true,
  ifMatch: true,
  errors: ofClass,
});
