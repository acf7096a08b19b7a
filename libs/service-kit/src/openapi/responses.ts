import { STATUS_CODES } from 'node:http';
import { commonErrors } from '@tutti/contracts/common';
import type { ErrorDefinition } from '@tutti/kernel';
import { httpStatusOf } from '../problem/kind-tables';
import { successStatus } from '../route/route.decorator';
import type { RouteSpec } from '../route/route-spec';
import { type Json, jsonSchemaOf } from './json-schema';

const common = (...codes: readonly (keyof typeof commonErrors)[]): readonly ErrorDefinition[] =>
  codes.map((code) => commonErrors[code]);

/** Refusals that follow from what a route is. */
const impliedErrors = (spec: RouteSpec): readonly ErrorDefinition[] => [
  ...(spec.params || spec.query || spec.body || spec.ifMatch || spec.command
    ? common('request.invalid')
    : []),
  ...(spec.body || spec.bytes ? common('request.too-large') : []),
  ...(spec.permission === 'public' ? [] : common('request.unauthenticated')),
  ...(['public', 'device', 'signed-in'].includes(spec.permission) ? [] : common('request.forbidden')),
  ...(spec.ifMatch ? common('request.if-match-required', 'aggregate.stale-version') : []),
  ...(spec.command ? common('request.idempotency-key-reused', 'log.unavailable') : []),
  ...(spec.query && 'q' in spec.query.shape ? common('query.invalid') : []),
  ...(spec.query && 'pageToken' in spec.query.shape ? common('page.invalid') : []),
];

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
  if (response)
    return { content: { 'application/json': { schema: jsonSchemaOf(response, 'output', components) } } };
  return produces === undefined ? {} : { content: { [produces]: { schema: {} } } };
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
