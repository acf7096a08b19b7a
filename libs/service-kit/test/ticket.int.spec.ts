import { Controller, Module } from '@nestjs/common';
import {
  createLogger,
  createHttpApp,
  type HttpApp,
  Input,
  KEY_SOURCE,
  mintArtifactTicket,
  mintTicket,
  Route,
} from '../src/index';
import {
  assertArtifactTicketOf,
  assertTicketOf,
  defineRoute,
  type RouteInput,
  type RouteOutput,
} from '../src/index';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { signing } from './example.module';
import { realm, tokenFor } from './harness';

const forTrainers = defineRoute({
  method: 'GET',
  path: 'jobs/:runId',
  permission: 'trainer',
  summary: 'Of a job',
  params: z.strictObject({ runId: z.string() }),
  response: z.object({ run: z.string(), versions: z.array(z.number()) }),
});
const forFetching = defineRoute({
  method: 'GET',
  path: 'artifacts/:modelId',
  permission: 'artifact',
  summary: 'Of a model',
  params: z.strictObject({ modelId: z.string() }),
  response: z.object({ device: z.string() }),
});
const forPeople = defineRoute({
  method: 'GET',
  path: 'people',
  permission: 'signed-in',
  summary: 'Of people',
  response: z.object({ id: z.string() }),
});

@Controller('api/v1')
class JobController {
  @Route(forTrainers)
  job(@Input() { principal, params }: RouteInput<typeof forTrainers>): RouteOutput<typeof forTrainers> {
    assertTicketOf(params.runId, principal);
    return { run: principal.id, versions: principal.data.map(({ version }) => version) };
  }

  @Route(forFetching)
  artifact(@Input() { principal, params }: RouteInput<typeof forFetching>): RouteOutput<typeof forFetching> {
    assertArtifactTicketOf({ id: params.modelId, digest: 'd'.repeat(64) }, principal);
    return { device: principal.id };
  }

  @Route(forPeople)
  person(@Input() { principal }: RouteInput<typeof forPeople>): RouteOutput<typeof forPeople> {
    return { id: principal.id };
  }
}

const keySource = {
  key: (kid: string) => (kid === signing.kid ? signing.publicKey : undefined),
  refresh: async () => undefined,
};

@Module({ controllers: [JobController], providers: [{ provide: KEY_SOURCE, useValue: keySource }] })
class JobModule {}

const ticketKeys = { job: 'shared by all services', artifact: 'shared, too' };
const options = {
  ...{ host: '127.0.0.1', port: 0, realm, pageTokenKey: 'k'.repeat(32) },
  logger: createLogger({ name: 'test', level: 'silent' }),
  api: { title: 'Jobs', version: '1' },
};
const runId = '0199c9a0-0000-7000-8000-000000000001';
const another = '0199c9a0-0000-7000-8000-000000000002';

const deviceId = 'a'.repeat(26);

let app: HttpApp;
let ticket: string;
let fetching: string;
beforeAll(async () => {
  app = await createHttpApp(JobModule, { ...options, ticketKeys });
  const [issuedAt, expiresAt] = [new Date(), new Date(Date.now() + 60_000)];
  const data = [{ datasetId: another, version: 3 }];
  ticket = await mintTicket({ runId, data, currentModel: null, issuedAt, expiresAt }, realm, ticketKeys.job);
  const model = { deviceId, modelId: another, digest: 'd'.repeat(64), issuedAt };
  fetching = (await mintArtifactTicket(model, realm, ticketKeys.artifact)).ticket;
});
afterAll(() => app.close());

const get = async (
  path: string,
  token?: string,
): Promise<[status: number, body: Record<string, unknown>]> => {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${app.url}/api/v1/${path}`, { headers });
  return [response.status, (await response.json()) as Record<string, unknown>];
};

test('a ticket opens the routes of trainers, for its own run', async () => {
  expect(await get(`jobs/${runId}`, ticket)).toEqual([200, { run: runId, versions: [3] }]);
  expect(await get(`jobs/${another}`, ticket)).toMatchObject([401, { code: 'job.ticket-invalid' }]);
});

test('a device’s ticket opens the routes of its model alone, and the two kinds are not mistaken for each other', async () => {
  expect(await get(`artifacts/${another}`, fetching)).toEqual([200, { device: deviceId }]);
  const refused = [401, { code: 'model.ticket-invalid' }];
  expect(await get(`artifacts/${runId}`, fetching)).toMatchObject(refused);
  expect(await get(`artifacts/${another}`, ticket)).toMatchObject(refused);
  expect(await get(`jobs/${runId}`, fetching)).toMatchObject([401, { code: 'job.ticket-invalid' }]);
  expect(await get('people', fetching)).toMatchObject([401, { code: 'request.unauthenticated' }]);
  expect(await get(`artifacts/${another}`)).toMatchObject([401, { code: 'request.unauthenticated' }]);
});

test('a ticket opens no route of people, and nobody’s access token one of trainers', async () => {
  expect(await get('people', ticket)).toMatchObject([401, { code: 'request.unauthenticated' }]);
  const admin = await tokenFor('admin');
  expect(await get('people', admin)).toMatchObject([200, { id: 'admin-1' }]);
  expect(await get(`jobs/${runId}`, admin)).toMatchObject([401, { code: 'job.ticket-invalid' }]);
});

test('neither a cookie nor nothing is a ticket', async () => {
  expect(await get(`jobs/${runId}`)).toMatchObject([401, { code: 'request.unauthenticated' }]);
  const cookie = { cookie: `tutti_session=${ticket}` };
  const response = await fetch(`${app.url}/api/v1/jobs/${runId}`, { headers: cookie });
  expect(response.status).toBe(401);
});

test('the document names the ticket, and what it is refused with', async () => {
  const document = (await (await fetch(`${app.url}/api/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, unknown>>;
  };
  expect(document.paths['/api/v1/artifacts/{modelId}']).toMatchObject({
    get: {
      security: [{ artifactTicket: [] }],
      responses: { 401: { description: expect.stringContaining('`model.ticket-invalid`') as string } },
    },
  });
  expect(document.paths['/api/v1/jobs/{runId}']).toMatchObject({
    get: {
      security: [{ ticket: [] }],
      responses: { 401: { description: expect.stringContaining('`job.ticket-invalid`') as string } },
    },
  });
});

test('routes for bearers of tickets without the keys do not start', async () => {
  await expect(createHttpApp(JobModule, options)).rejects.toThrow('no keys for their tickets');
});
