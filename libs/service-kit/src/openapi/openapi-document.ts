import { problem } from '@tutti/contracts/common';
import type { Access, RouteSpec } from '../route/route-spec';
import type { MountedRoute } from '../route/route-table';
import { sessionCookieName } from '../auth/session-cookie';
import { type Json, jsonSchemaOf } from './json-schema';
import { parametersOf } from './parameters';
import { responsesOf } from './responses';

export interface ApiInfo {
  readonly title: string;
  readonly version: string;
}

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Access token of a session.' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: sessionCookieName,
    description: 'For streams and pictures.',
  },
  device: { type: 'http', scheme: 'Tutti-Device', description: 'Token that a device signs for one request.' },
  ticket: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "Ticket of a trainer's job." },
  artifactTicket: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: "Ticket of a device's deployment.",
  },
};

const securityOf = ({ permission }: RouteSpec): readonly Json[] => {
  if (permission === 'public') return [];
  if (permission === 'device') return [{ device: [] }];
  if (permission === 'trainer') return [{ ticket: [] }];
  return permission === 'artifact' ? [{ artifactTicket: [] }] : [{ bearer: [] }, { session: [] }];
};

/** Schemes that some route asks for. */
const usedSchemes = (routes: readonly MountedRoute[]): Json => {
  const used = new Set(routes.flatMap(({ spec }) => securityOf(spec)).flatMap(Object.keys));
  return Object.fromEntries(Object.entries(securitySchemes).filter(([name]) => used.has(name)));
};

const requestBody = ({ body, bytes }: RouteSpec, components: Record<string, unknown>): Json => {
  if (bytes)
    return {
      requestBody: {
        required: true,
        content: Object.fromEntries(bytes.types.map((type) => [type, { schema: {} }])),
      },
    };
  if (!body) return {};
  const schema = jsonSchemaOf(body, 'input', components);
  const required = !body.safeParse(undefined).success;
  return { requestBody: { required, content: { 'application/json': { schema } } } };
};

/** First segment below the version: `/api/v1/devices/{id}` → `devices`. */
const tagOf = (path: string): string => path.split('/').find((part) => !/^(|api|v\d+)$/.test(part)) ?? 'api';

const permissionTexts: Readonly<Partial<Record<Access, string>>> = {
  public: 'Open to everybody.',
  device: 'For devices.',
  trainer: 'For trainers, each for its own job.',
  artifact: 'For devices, each for the model that it was offered.',
  'signed-in': 'For every session.',
};

const permissionText = ({ permission }: RouteSpec): string =>
  permissionTexts[permission] ?? `Needs \`${permission}\`.`;

const operation = (route: MountedRoute, components: Record<string, unknown>): Json => {
  const { spec } = route;
  return {
    operationId: route.operationId,
    summary: spec.summary,
    description: [spec.description, permissionText(spec)].filter(Boolean).join('\n\n'),
    tags: [tagOf(route.path)],
    security: securityOf(spec),
    parameters: parametersOf(route, components),
    ...requestBody(spec, components),
    responses: responsesOf(spec, components),
  };
};

const pathsOf = (routes: readonly MountedRoute[], components: Record<string, unknown>): Json => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.spec.method.toLowerCase()] = operation(route, components);
  }
  return paths;
};

/** By name: a document that is merged of several looks the same. */
const inOrder = (parts: Readonly<Record<string, unknown>>): Json =>
  Object.fromEntries(Object.entries(parts).sort(([a], [b]) => (a < b ? -1 : 1)));

/** OpenAPI 3.1 of the mounted routes. */
export const openApiDocument = (routes: readonly MountedRoute[], info: ApiInfo): Json => {
  const schemas: Record<string, unknown> = {};
  jsonSchemaOf(problem, 'output', schemas);
  const paths = pathsOf(routes, schemas);
  const tags = [...new Set(routes.map(({ path }) => tagOf(path)))].sort();
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/', description: 'This server' }],
    tags: tags.map((name) => ({ name, description: `Routes of ${name}.` })),
    paths,
    components: {
      securitySchemes: inOrder(usedSchemes(routes)),
      schemas: inOrder(schemas),
      responses: {
        Problem: {
          description: 'Any other refusal or failure.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
};
