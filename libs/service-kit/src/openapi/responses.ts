import { STATUS_CODES } from 'node:http';
import { commonErrors } from '@tutti/contracts/common';
import { trainingErrors } from '@tutti/contracts/training';
import type { ErrorDefinition } from '@tutti/kernel';
import { httpStatusOf } from '../problem/kind-tables';
import { successStatus } from '../route/route.decorator';
import { isForMachines, type RouteSpec } from '../route/route-spec';
import { type Json, jsonSchemaOf } from './json-schema';

const { 'job.ticket-invalid': jobTicket, 'model.ticket-invalid': modelTicket } = trainingErrors;
const everyError = { ...commonErrors, 'job.ticket-invalid': jobTicket, 'model.ticket-invalid': modelTicket };
type ImpliedCode = keyof typeof everyError;
const openToAll = new Set<string>(['public', 'signed-in']);

/** Refusals that follow from what a route is. */
const implied: readonly (readonly [when: (spec: RouteSpec) => unknown, codes: readonly ImpliedCode[]])[] = [
  [() => true, ['request.invalid']],
  [({ body, bytes }) => body ?? bytes, ['request.too-large']],
  [({ permission }) => permission !== 'public', ['request.unauthenticated']],
  [({ permission }) => permission === 'trainer', ['job.ticket-invalid']],
  [({ permission }) => permission === 'artifact', ['model.ticket-invalid']],
  [({ permission }) => !isForMachines(permission) && !openToAll.has(permission), ['request.forbidden']],
  [({ ifMatch }) => ifMatch, ['request.if-match-required', 'aggregate.stale-version']],
  [({ command }) => command, ['request.idempotency-key-reused', 'log.unavailable']],
  [({ query }) => query && 'asOf' in query.shape, ['as-of.not-yet']],
  [({ query }) => query && 'q' in query.shape, ['query.invalid']],
  [({ query }) => query && 'pageToken' in query.shape, ['page.invalid']],
];

const impliedErrors = (spec: RouteSpec): readonly ErrorDefinition[] =>
  implied.flatMap(([when, codes]) => (when(spec) ? codes.map((code) => everyError[code]) : []));

const problems = (spec: RouteSpec): Json => {
  const byStatus = new Map<number, Set<string>>();
  for (const { kind, code } of [...impliedErrors(spec), ...(spec.errors ?? [])])
    byStatus.set(httpStatusOf[kind], (byStatus.get(httpStatusOf[kind]) ?? new Set()).add(code));
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: `${STATUS_CODES[status] ?? ''}: ${[...codes].map((code) => `\`${code}\``).join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
};

const text = { schema: { type: 'string' } };

const successHeaders = (spec: RouteSpec): Json => ({
  ...(spec.command ? { 'Tutti-Position': { description: 'Position of the commit.', ...text } } : {}),
  ...(spec.response
    ? { ETag: { description: 'Version of the aggregate, where the answer is one.', ...text } }
    : {}),
});

const content = ({ response, produces }: RouteSpec, components: Record<string, unknown>): Json => {
  if (!response && produces === undefined) return {};
  return {
    content: {
      ...(response ? { 'application/json': { schema: jsonSchemaOf(response, 'output', components) } } : {}),
      ...(produces === undefined ? {} : { [produces]: { schema: {} } }),
    },
  };
};

/** Success and refusals of a route. */
export const responsesOf = (spec: RouteSpec, components: Record<string, unknown>): Json => ({
  [successStatus(spec)]: {
    description: STATUS_CODES[successStatus(spec)] ?? 'Done',
    headers: successHeaders(spec),
    ...content(spec, components),
  },
  ...problems(spec),
  default: { $ref: '#/components/responses/Problem' },
});
