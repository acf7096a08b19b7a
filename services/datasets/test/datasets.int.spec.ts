import type { Dataset, DatasetProgress, LabelSchema } from '@tutti/contracts/datasets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Library } from './datasets.fixture';

interface List<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

let library: Library;
beforeAll(async () => {
  library = await Library.start();
});
afterAll(() => library.stop());

const rename = (id: string, json: unknown) =>
  library.change<Dataset>(`PATCH /datasets/${id}`, `/datasets/${id}`, { json });

describe('a dataset (S0-45)', () => {
  test('is created with a label schema of its own', async () => {
    const answered = await library.call<Dataset>('POST /datasets', {
      json: {
        name: 'Lids',
        task: 'object-detection',
        tags: { line: '3' },
        classes: [{ name: 'Dent', shortcut: 'd' }, { name: '긁힘' }],
      },
      headers: { 'idempotency-key': 'lids' },
    });
    expect(answered).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { name: 'Lids', status: 'available', minimumPerClass: 10, versions: 0, items: { total: 0 } },
    });
    expect(answered.headers.get('location')).toBe(`/api/v1/datasets/${answered.body.id}`);
    const schema = await library.ok<LabelSchema>(`GET /label-schemas/${answered.body.labelSchemaId}`);
    expect(schema.classes.map(({ key, id, shortcut }) => ({ key, id, shortcut }))).toEqual([
      { key: 'dent', id: 0, shortcut: 'd' },
      { key: 'class-1', id: 1, shortcut: null },
    ]);
    expect(
      await library.call('POST /datasets', { json: { name: 'Lids ', task: 'object-detection' } }),
    ).toMatchObject({
      status: 409,
      code: 'name.taken',
    });
  });

  test('that is asked for twice under one key is created once', async () => {
    const ask = () =>
      library.call<Dataset>('POST /datasets', {
        json: { name: 'Twice', task: 'image-classification' },
        headers: { 'idempotency-key': 'twice' },
      });
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  });

  test('may share a label schema', async () => {
    const one = await library.create({ name: 'Shared 1' });
    const { labelSchemaId } = one;
    const { classes: _, ...two } = {
      name: 'Shared 2',
      task: 'image-classification',
      labelSchemaId,
      classes: [],
    };
    expect(await library.ok<Dataset>('POST /datasets', { json: two })).toMatchObject({ labelSchemaId });
    const missing = { ...two, name: 'Shared 3', labelSchemaId: '0191e5a0-0000-7000-8000-000000000009' };
    expect(await library.call('POST /datasets', { json: missing })).toMatchObject({
      status: 404,
      code: 'label-schema.not-found',
    });
  });

  test('is renamed; its name is free again afterwards', async () => {
    const { id } = await library.create({ name: 'Caps' });
    expect(await rename(id, { name: 'Caps and lids', tags: { line: '4' } })).toMatchObject({
      status: 200,
      body: { name: 'Caps and lids', tags: { line: '4' } },
    });
    await library.create({ name: 'caps' });
    expect(await rename(id, { name: 'CAPS' })).toMatchObject({ status: 409, code: 'name.taken' });
    expect(await rename(id, { name: 'Caps and lids' })).toMatchObject({
      status: 422,
      code: 'dataset.nothing-changed',
    });
    const found = await library.ok<List<Dataset>>('GET /datasets?q=tags.line==4');
    expect(found.items.map(({ name }) => name)).toEqual(['Caps and lids']);
  });

  test('is shown as it was (time travel)', async () => {
    const { id } = await library.create({ name: 'Before' });
    const { headers } = await library.call(`GET /datasets/${id}`);
    expect(headers.get('etag')).toBe('"1"');
    const changed = await rename(id, { name: 'After' });
    const position = Number(changed.headers.get('tutti-position'));
    expect(await library.ok(`GET /datasets/${id}?asOf=${position - 1}`)).toMatchObject({ name: 'Before' });
    expect(await library.ok(`GET /datasets/${id}?asOf=${position}`)).toMatchObject({ name: 'After' });
    expect(await library.call(`GET /datasets/${id}?asOf=1`)).toMatchObject({ code: 'dataset.not-found' });
  });

  test('is archived, restored, and deleted', async () => {
    const { id } = await library.create({ name: 'Old' });
    const item = await library.item(id, 'old-1');
    const change = (request: string, json?: unknown) =>
      library.change<Dataset>(request, `/datasets/${id}`, json === undefined ? {} : { json });
    expect(await change(`DELETE /datasets/${id}`)).toMatchObject({ code: 'dataset.not-archived' });
    expect(await change(`POST /datasets/${id}/archive`, { reason: 'Line is gone' })).toMatchObject({
      status: 200,
      body: { status: 'archived' },
    });
    expect(await rename(id, { name: 'New' })).toMatchObject({ status: 409, code: 'dataset.archived' });
    const label = { json: { label: { classKey: 'ok' } } };
    expect(await library.change(`PUT /items/${item}/label`, `/items/${item}`, label)).toMatchObject({
      code: 'dataset.archived',
    });
    expect(await change(`POST /datasets/${id}/restore`)).toMatchObject({ body: { status: 'available' } });
    await change(`POST /datasets/${id}/archive`, {});
    expect(await change(`DELETE /datasets/${id}`)).toMatchObject({ status: 204 });
    for (const path of [`/datasets/${id}`, `/datasets/${id}/items`, `/datasets/${id}/progress`])
      expect(await library.call(`GET ${path}`), path).toMatchObject({
        status: 404,
        code: 'dataset.not-found',
      });
    expect(await library.call(`GET /items/${item}`)).toMatchObject({ status: 404, code: 'item.not-found' });
    expect((await library.create({ name: 'Old' })).id).not.toBe(id);
  });

  test('is read by everybody, labelled by users, and managed by managers', async () => {
    const { id } = await library.create({ name: 'Rights' });
    const item = await library.item(id, 'rights-1');
    expect((await library.call('GET /datasets', { as: 'nobody' })).status).toBe(401);
    expect((await library.call('GET /datasets', { as: 'user' })).status).toBe(200);
    const json = { name: 'Mine', task: 'object-detection' };
    expect((await library.call('POST /datasets', { as: 'user', json })).status).toBe(403);
    const label = { as: 'user', json: { label: { classKey: 'ok' } } } as const;
    expect((await library.change(`PUT /items/${item}/label`, `/items/${item}`, label)).status).toBe(200);
  });
});

describe('the way to training (requirements 5.3)', () => {
  test('is counted by class', async () => {
    const { id } = await library.create({ name: 'Progress', minimumPerClass: 2 });
    const progress = () => library.ok<DatasetProgress>(`GET /datasets/${id}/progress`);
    const label = async (name: string, classKey: string) => {
      const item = await library.item(id, name);
      await library.change(`PUT /items/${item}/label`, `/items/${item}`, { json: { label: { classKey } } });
      return item;
    };
    await library.item(id, 'p-0');
    for (const name of ['p-1', 'p-2', 'p-3']) await label(name, 'ok');
    const last = await label('p-4', 'dent');
    expect(await progress()).toMatchObject({
      ready: false,
      required: 2,
      items: { total: 5, states: { unlabelled: 1, labelled: 4, 'needs-relabel': 0, excluded: 0 } },
      classes: [
        { key: 'ok', items: 3, boxes: 3, missing: 0 },
        { key: 'dent', items: 1, boxes: 1, missing: 1 },
      ],
    });
    await label('p-5', 'dent');
    expect(await progress()).toMatchObject({ ready: true });
    await library.change(`POST /items/${last}/exclude`, `/items/${last}`, { json: {} });
    expect(await progress()).toMatchObject({ ready: false, items: { states: { excluded: 1 } } });
  });

  test('counts boxes where there are several, and pictures with nothing in them', async () => {
    const { id } = await library.create({ name: 'Boxes', task: 'object-detection', minimumPerClass: 1 });
    const box = (classKey: string, x = 0) => ({ classKey, x, y: 0, w: 10, h: 10 });
    for (const [name, boxes] of Object.entries({
      a: [box('ok'), box('dent'), box('dent', 20)],
      b: [box('dent', 20), box('ok'), box('dent')],
      c: [box('dent')],
      d: [],
    })) {
      const item = await library.item(id, name);
      await library.change(`PUT /items/${item}/label`, `/items/${item}`, { json: { label: { boxes } } });
    }
    expect(await library.ok(`GET /datasets/${id}/progress`)).toMatchObject({
      ready: true,
      empty: 1,
      classes: [
        { key: 'ok', items: 2, boxes: 2 },
        { key: 'dent', items: 3, boxes: 5 },
      ],
    });
  });
});
