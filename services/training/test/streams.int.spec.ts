import type { RolloutEvent } from '@tutti/contracts/deployment';
import type { Solution, SolutionManifest, Stream, StreamStatus } from '@tutti/contracts/training';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { evaluation, model } from '../src/model/model.fixture';
import { asked } from '../src/run/run.fixture';
import { rolloutPlanned } from '../src/stream/stream-rollout.fixture';
import { School } from './training.fixture';

interface List<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

const uuidOf = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

let school: School;
beforeAll(async () => {
  school = await School.start();
});
afterAll(() => school.stop());

const dataset = (n: number, more: { readonly schema?: number; readonly task?: string } = {}) => {
  const { schema = 900, task = 'image-classification' } = more;
  const data = { name: `Set ${n}`, task, labelSchemaId: uuidOf(schema), tags: {}, minimumPerClass: 10 };
  const id = uuidOf(n);
  return school.tell('datasets', { aggregate: 'dataset', id }, { type: 'DatasetCreated', data });
};

const create = (json: Record<string, unknown>) =>
  school.ok<Stream>('POST /streams', { json: { solution: { key: 'image-classification' }, ...json } });
const change = (id: string, json: unknown) =>
  school.change<Stream>(`PATCH /streams/${id}`, `/streams/${id}`, { json });

const own = (more: Partial<SolutionManifest> = {}): SolutionManifest => ({
  name: 'Own',
  description: 'A trainer of our own',
  task: 'image-classification',
  dataType: 'image',
  trainer: 'own',
  parameters: { type: 'object', properties: { depth: { type: 'integer', minimum: 1, default: 3 } } },
  labelling: true,
  sample: null,
  gate: { metric: 'accuracy' },
  ...more,
});

describe('solutions (S0-50)', () => {
  test('that are built in are there, once, however often the service starts', async () => {
    await school.close();
    await school.open();
    const { items } = await school.ok<List<Solution>>(
      'GET /solutions?q=trainer=in=(classifier,cell-detector)',
    );
    expect(items.map(({ key, versions, retired }) => [key, versions.length, retired])).toEqual([
      ['image-classification', 1, false],
      ['object-detection', 1, false],
    ]);
  });

  test('are published, in a next version, and retired', async () => {
    const first = await school.call<Solution>('POST /solutions', { json: { key: 'own', manifest: own() } });
    expect(first).toMatchObject({ status: 201, body: { key: 'own', streams: 0, retired: false } });
    expect(first.headers.get('location')).toBe('/api/v1/solutions/own');
    expect(await school.call('POST /solutions', { json: { key: 'own', manifest: own() } })).toMatchObject({
      status: 422,
      code: 'solution.nothing-changed',
    });
    const second = await school.ok<Solution>('POST /solutions', {
      json: { key: 'own', manifest: own({ description: 'Better' }) },
    });
    expect(second.versions.map(({ version }) => version)).toEqual([2, 1]);
    await create({ name: 'Uses own', solution: { key: 'own', version: 1 } });
    expect(await school.ok('GET /solutions/own')).toMatchObject({ streams: 1 });
    expect(await school.change('POST /solutions/own/retire', '/solutions/own', { json: {} })).toMatchObject({
      body: { retired: true },
    });
    const late = { name: 'Late', solution: { key: 'own' } };
    expect(await school.call('POST /streams', { json: late })).toMatchObject({
      code: 'solution.already-retired',
    });
    expect(await school.call('GET /solutions/none')).toMatchObject({ code: 'solution.not-found' });
  });

  test.each([
    ['refers to elsewhere', { properties: { a: { $ref: 'https://example.com/a.json' } } }],
    ['holds a regular expression', { properties: { a: { type: 'string', pattern: '(a+)+$' } } }],
    ['has a keyword that nobody knows', { properties: { a: { typ: 'string' } } }],
  ])('whose schema %s are refused', async (_, schema) => {
    const manifest = own({ parameters: { type: 'object', ...schema } });
    expect(await school.call('POST /solutions', { json: { key: 'broken', manifest } })).toMatchObject({
      status: 422,
      code: 'solution.schema-invalid',
    });
  });
});

describe('a stream (S0-50)', () => {
  test('is made of a solution; what is usual is filled in', async () => {
    const asked = await school.call<Stream>('POST /streams', {
      json: { name: 'Lids', solution: { key: 'image-classification' }, parameters: { inputSize: 96 } },
      headers: { 'idempotency-key': 'lids' },
    });
    expect(asked).toMatchObject({
      status: 201,
      etag: '"1"',
      body: {
        name: 'Lids',
        task: 'image-classification',
        solution: { key: 'image-classification', version: 1 },
        newestSolutionVersion: 1,
        parameters: { inputSize: 96, precision: 'fp32' },
        gate: { metric: 'accuracy', gain: 0 },
        status: 'ready-to-train',
        newestRunId: null,
        lastLook: null,
        nextRunAt: null,
      },
    });
    const again = await school.call<Stream>('POST /streams', {
      json: { name: 'Lids', solution: { key: 'image-classification' }, parameters: { inputSize: 96 } },
      headers: { 'idempotency-key': 'lids' },
    });
    expect([again.status, again.body.id]).toEqual([201, asked.body.id]);
    const taken = { name: 'lids', solution: { key: 'image-classification' } };
    expect(await school.call('POST /streams', { json: taken })).toMatchObject({ code: 'name.taken' });
  });

  test('refuses parameters that its solution does not know, with a pointer to each', async () => {
    const parameters = { inputSize: 7, depth: 1 };
    const json = { name: 'Odd', solution: { key: 'image-classification' }, parameters };
    expect(await school.call('POST /streams', { json })).toMatchObject({
      status: 422,
      code: 'stream.parameters-unfit',
      body: {
        errors: expect.arrayContaining([
          expect.objectContaining({ pointer: '/parameters/depth', code: 'unknown' }),
          expect.objectContaining({ pointer: '/parameters/inputSize', code: 'not-one-of' }),
        ]) as unknown,
      },
    });
  });

  test('takes datasets of its task that share a label schema, and says which does not', async () => {
    await dataset(1);
    await dataset(2);
    await dataset(3, { schema: 901 });
    await dataset(4, { task: 'object-detection' });
    const { id } = await create({ name: 'With data', datasets: [uuidOf(1), uuidOf(2)] });
    const unfit = async (datasets: readonly string[]) => {
      const { code, body } = await change(id, { datasets });
      return [code, (body as unknown as { errors: { pointer: string }[] }).errors.map((e) => e.pointer)];
    };
    expect(await unfit([uuidOf(1), uuidOf(3)])).toEqual(['stream.dataset-unfit', ['/datasets/1']]);
    expect(await unfit([uuidOf(4), uuidOf(9)])).toEqual([
      'stream.dataset-unfit',
      ['/datasets/0', '/datasets/1'],
    ]);
    expect(await unfit([uuidOf(1), uuidOf(1)])).toEqual(['stream.dataset-unfit', ['/datasets/1']]);
  });

  test('is reconfigured, duplicated, moved, deleted', async () => {
    const json = { name: 'Caps', warningScore: 0.6, target: 'tags.line==3', tags: { line: '3' } };
    const { id } = await create(json);
    expect(await change(id, { warningScore: null, target: null, gate: { metric: 'macroF1' } })).toMatchObject(
      {
        body: { warningScore: null, target: null, gate: { metric: 'macroF1' } },
      },
    );
    expect(await change(id, { gate: { metric: 'map50' } })).toMatchObject({ code: 'stream.gate-unfit' });
    expect(await change(id, { target: 'colour==red' })).toMatchObject({ code: 'query.invalid' });
    expect(await change(id, { tags: { line: '3' } })).toMatchObject({ code: 'stream.nothing-changed' });
    const copy = await school.call<Stream>(`POST /streams/${id}/duplicate`, { json: { name: 'Caps 2' } });
    expect(copy).toMatchObject({
      status: 201,
      body: { name: 'Caps 2', gate: { metric: 'macroF1' }, tags: { line: '3' } },
    });
    const move = (version: number) =>
      school.change(`POST /streams/${id}/move`, `/streams/${id}`, { json: { version } });
    expect(await move(2)).toMatchObject({ code: 'stream.version-unknown' });
    expect(await move(1)).toMatchObject({ code: 'stream.nothing-changed' });
    expect(await school.change(`DELETE /streams/${id}`, `/streams/${id}`)).toMatchObject({ status: 204 });
    expect(await school.call(`GET /streams/${id}`)).toMatchObject({ code: 'stream.not-found' });
    await create({ name: 'Caps' });
  });

  test('moves to a newer version of its solution, and its parameters must fit it', async () => {
    const manifest = own({ trainer: 'moving' });
    await school.ok('POST /solutions', { json: { key: 'moving', manifest } });
    const { id } = await create({ name: 'Moving', solution: { key: 'moving' }, parameters: { depth: 5 } });
    const parameters = { type: 'object', properties: { depth: { type: 'integer', maximum: 4, default: 3 } } };
    await school.ok('POST /solutions', { json: { key: 'moving', manifest: own({ parameters }) } });
    expect(await school.ok(`GET /streams/${id}`)).toMatchObject({ newestSolutionVersion: 2 });
    const move = (json: unknown) => school.change(`POST /streams/${id}/move`, `/streams/${id}`, { json });
    expect(await move({ version: 2 })).toMatchObject({ code: 'stream.parameters-unfit' });
    expect(await move({ version: 2, parameters: {} })).toMatchObject({
      body: { solution: { version: 2 }, parameters: { depth: 3 } },
    });
  });

  test('is shown as it was (time travel), and found by what it is', async () => {
    const { id } = await create({ name: 'Before', tags: { era: 'old' } });
    const changed = await change(id, { name: 'After' });
    const position = Number(changed.headers.get('tutti-position'));
    expect(await school.ok(`GET /streams/${id}?asOf=${position - 1}`)).toMatchObject({ name: 'Before' });
    expect(await school.ok(`GET /streams/${id}?asOf=${position}`)).toMatchObject({ name: 'After' });
    expect(await school.call(`GET /streams/${id}?asOf=1`)).toMatchObject({ code: 'stream.not-found' });
    const find = async (q: string) =>
      (await school.ok<List<Stream>>(`GET /streams?q=${encodeURIComponent(q)}`)).items.map(
        ({ name }) => name,
      );
    expect(await find('tags.era==old;status==ready-to-train')).toEqual(['After']);
    expect(await find('tags.era==old;status!=ready-to-train')).toEqual([]);
    const first = await school.ok<List<Stream>>('GET /streams?pageSize=1&sort=createdAt:DESC');
    expect([first.items[0]?.name, first.nextPageToken]).toEqual(['After', expect.stringMatching(/./)]);
  });

  test('names its newest model that may be deployed, in lists too', async () => {
    const judged = async (n: number, streamId: string, passes: boolean, retired = false) => {
      const gate = { ...evaluation.gate, passes };
      await school.tell(
        'training',
        { aggregate: 'model', id: uuidOf(n) },
        { type: 'ModelRegistered', data: { ...model, streamId } },
        { type: 'ModelEvaluated', data: { ...evaluation, gate } },
        ...(retired ? [{ type: 'ModelRetired', data: { reason: 'old' } } as const] : []),
      );
    };
    const tags = { models: 'many' };
    const [one, two] = [await create({ name: 'One', tags }), await create({ name: 'Two', tags })];
    await judged(71, one.id, true);
    await judged(72, two.id, true);
    await judged(73, one.id, true);
    await judged(74, one.id, true, true);
    await judged(75, one.id, false);
    await create({ name: 'Without', tags });
    const { items } = await school.ok<List<Stream>>('GET /streams?q=tags.models==many&sort=name:ASC');
    expect(items.map(({ newestModelId }) => newestModelId)).toEqual([uuidOf(73), uuidOf(72), null]);
  });

  test('says how its newest run and its newest rollout went, in lists too (requirements 5.4)', async () => {
    const { id } = await create({ name: 'Statuses', tags: { statuses: 'all' } });
    const says = async (status: StreamStatus): Promise<void> => {
      expect((await school.ok<Stream>(`GET /streams/${id}`)).status).toBe(status);
      const q = encodeURIComponent(`tags.statuses==all;status==${status}`);
      expect((await school.ok<List<Stream>>(`GET /streams?q=${q}`)).items).toMatchObject([{ id, status }]);
    };
    const registered = (n: number): Promise<number> =>
      school.tell(
        'training',
        { aggregate: 'model', id: uuidOf(n) },
        { type: 'ModelRegistered', data: { ...model, streamId: id } },
        { type: 'ModelEvaluated', data: { ...evaluation, gate: { ...evaluation.gate, passes: true } } },
      );
    const rollout = (n: number, ...events: readonly RolloutEvent[]): Promise<number> =>
      school.tell('deployment', { aggregate: 'rollout', id: uuidOf(n) }, ...events);
    const ended = { succeeded: 1, failed: 0, other: 0 };
    await says('ready-to-train');
    await registered(81);
    await rollout(91, rolloutPlanned(id));
    await says('ready-to-deploy');
    await rollout(91, { type: 'RolloutStarted', data: {} });
    await says('deploying');
    await rollout(91, { type: 'RolloutFinished', data: ended });
    await says('deployed');
    await rollout(92, rolloutPlanned(id, 'shadow'), { type: 'RolloutStarted', data: {} });
    await says('deployed');
    await registered(82);
    await says('ready-to-deploy');
    const failure = { code: 'training.failed', message: 'No.' };
    await school.tell(
      'training',
      { aggregate: 'run', id: uuidOf(83) },
      { type: 'RunRequested', data: { ...asked, streamId: id, key: id } },
      { type: 'RunFailed', data: { streamId: id, ...failure } },
    );
    await says('train-failed');
    await rollout(93, rolloutPlanned(id), { type: 'RolloutStarted', data: {} });
    await says('deploying');
    await rollout(93, { type: 'RolloutPaused', data: { cause: 'errors' } });
    await says('deploy-failed');
  });

  test('is changed by managers alone', async () => {
    const json = { name: 'Mine', solution: { key: 'image-classification' } };
    expect(await school.call('POST /streams', { json, as: 'user' })).toMatchObject({ status: 403 });
    expect(await school.call('GET /streams', { as: 'user' })).toMatchObject({ status: 200 });
  });
});
