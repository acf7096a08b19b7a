import type { Problem } from '@tutti/contracts/common';
import type { Dataset, Item, ItemOutcome, LabelSchema } from '@tutti/contracts/datasets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detection, prediction } from '../src/item/item.fixture';
import type { Call } from './call.fixture';
import { nextToMark } from '../src/label-schema/mark-items';
import { Library } from './datasets.fixture';

interface List<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

let library: Library;
let lids: Dataset;
beforeAll(async () => {
  library = await Library.start();
  lids = await library.create({ name: 'Lids' });
});
afterAll(() => library.stop());

const scored = (score: number) => ({ ...prediction, score });
const change = (id: string, what: string, json?: unknown, call: Call = {}) =>
  library.change<Item>(`POST /items/${id}/${what}`, `/items/${id}`, {
    ...call,
    ...(json === undefined ? {} : { json }),
  });
const label = (id: string, value: unknown, call: Call = {}) =>
  library.change<Item>(`PUT /items/${id}/label`, `/items/${id}`, { ...call, json: { label: value } });
const ok = { classKey: 'ok' };
const dent = { classKey: 'dent' };

describe('an item', () => {
  test('keeps what the model said beside what people say (S0-46)', async () => {
    const id = await library.item(lids.id, 'keeps', { prediction: scored(0.4) });
    expect(await library.show(id)).toMatchObject({
      state: 'unlabelled',
      score: 0.4,
      label: null,
      version: 1,
    });
    expect(await label(id, dent, { user: 'ann' })).toMatchObject({
      status: 200,
      etag: '"2"',
      body: {
        state: 'labelled',
        prediction: { label: 'OK', score: 0.4 },
        label: { label: dent, by: 'person', authId: 'user:ann', schemaVersion: 1, version: 2 },
      },
    });
  });

  test('added again says nothing new', async () => {
    const id = await library.item(lids.id, 'again', { prediction: scored(0.4) });
    expect(await library.item(lids.id, 'again', { prediction: scored(0.9) })).toBe(id);
    expect(await library.show(id)).toMatchObject({ version: 1, score: 0.4 });
  });

  test('takes a label back, and brings an earlier one back by its version', async () => {
    const id = await library.item(lids.id, 'undo');
    await label(id, ok);
    await label(id, dent);
    const json = { label: ok, restores: 2 };
    expect(await library.change(`PUT /items/${id}/label`, `/items/${id}`, { json })).toMatchObject({
      body: { label: { label: ok, version: 4 } },
    });
    const wrong = { json: { label: ok, restores: 3 } };
    expect(await library.change(`PUT /items/${id}/label`, `/items/${id}`, wrong)).toMatchObject({
      code: 'item.label-unfit',
    });
    expect(await change(id, 'withdraw', {})).toMatchObject({ body: { state: 'unlabelled', label: null } });
    expect(await library.ok(`GET /items/${id}?asOf=${new Date().toISOString()}`)).toMatchObject({
      version: 5,
    });
  });

  test('that two label at once tells the slower one who was faster, and with what', async () => {
    const id = await library.item(lids.id, 'two');
    const { etag } = await library.call(`GET /items/${id}`);
    const say = (user: string, value: unknown) =>
      library.call<Problem>(`PUT /items/${id}/label`, {
        user,
        headers: { 'if-match': etag },
        json: { label: value },
      });
    expect((await say('ann', ok)).status).toBe(200);
    const late = await say('ben', dent);
    expect(late).toMatchObject({
      status: 412,
      code: 'item.label-conflict',
      body: {
        params: {
          expected: 1,
          actual: 2,
          changes: [{ type: 'ItemLabelled', label: ok, by: 'person', authId: 'user:ann', version: 2 }],
        },
      },
    });
    expect(late.body.detail).toContain('user:ann');
    expect(await library.show(id)).toMatchObject({ label: { label: ok } });
    expect((await library.call(`PUT /items/${id}/label`, { json: { label: ok } })).status).toBe(428);
  });

  test('is labelled by accepting what the model said', async () => {
    const boxes = await library.create({ name: 'Boxes', task: 'object-detection' });
    const id = await library.item(boxes.id, 'seen', { prediction: detection });
    expect(await change(id, 'accept')).toMatchObject({
      body: { label: { by: 'model-accepted', label: { boxes: [{ classKey: 'dent', x: 64, y: 96 }] } } },
    });
    const unseen = await library.item(boxes.id, 'unseen');
    expect(await change(unseen, 'accept')).toMatchObject({ status: 422, code: 'item.prediction-unusable' });
  });

  test('refuses what does not fit, with the reason', async () => {
    const id = await library.item(lids.id, 'unfit');
    for (const [value, code] of [
      [{ classKey: 'cat' }, 'item.class-unknown'],
      [{ boxes: [] }, 'item.label-unfit'],
      [{ classKey: 'ok', more: 1 }, 'request.invalid'],
    ] as const)
      expect(await label(id, value), code).toMatchObject({ code });
    expect(await library.call(`GET /items/${'a'.repeat(26)}`)).toMatchObject({
      status: 404,
      code: 'item.not-found',
    });
  });
});

describe('the grid', () => {
  let grid: Dataset;
  const page = async (query: string): Promise<readonly string[]> =>
    (await library.ok<List<Item>>(`GET /datasets/${grid.id}/items?${query}`)).items.map(
      ({ fileName }) => fileName ?? '',
    );
  beforeAll(async () => {
    grid = await library.create({ name: 'Grid' });
    const device = 'abcdefghijklmnopqrstuvwxyz'.slice(0, 26);
    await library.item(grid.id, 'a', { prediction: scored(0.9), device });
    await library.item(grid.id, 'b', { prediction: scored(0.2) });
    await library.item(grid.id, 'c', { prediction: scored(0.5), device });
    await library.item(grid.id, 'd');
    await label(await library.item(grid.id, 'e', { prediction: scored(0.1) }), dent);
    await change(await library.item(grid.id, 'f', { prediction: scored(0.3) }), 'exclude', {
      reason: 'Blurred',
    });
  });

  test('puts the lowest score first, and what no model saw last', async () => {
    expect(await page('sort=score')).toEqual(['e', 'b', 'f', 'c', 'a', 'd']);
    const first = await library.ok<List<Item>>(`GET /datasets/${grid.id}/items?sort=score&pageSize=4`);
    const rest = await page(`sort=score&pageSize=4&pageToken=${encodeURIComponent(first.nextPageToken)}`);
    expect(rest).toEqual(['a', 'd']);
  });

  test('filters by state, class, score, source and more in the one grammar', async () => {
    const filtered = (q: string) => page(`sort=score&q=${encodeURIComponent(q)}`);
    expect(await filtered('state==unlabelled')).toEqual(['b', 'c', 'a', 'd']);
    expect(await filtered('state==excluded')).toEqual(['f']);
    expect(await filtered('class==dent')).toEqual(['e']);
    expect(await filtered('class!=dent;score<0.4')).toEqual(['b', 'f']);
    expect(await filtered('source==device')).toEqual(['c', 'a']);
    expect(await filtered('predicted==OK;state==unlabelled')).toEqual(['b', 'c', 'a']);
    expect(await filtered('labelledBy==person')).toEqual(['e']);
    expect(await filtered('labeller==user:manager-1')).toEqual(['e']);
    const unknown = await library.call(`GET /datasets/${grid.id}/items?q=colour==red`);
    expect(unknown).toMatchObject({ status: 400, code: 'query.invalid' });
    const { items } = await library.ok<List<{ name: string }>>(`GET /datasets/${grid.id}/items/fields`);
    expect(items.map(({ name }) => name)).toContain('class');
  });

  test('asks in detection whether a class stands in the picture', async () => {
    const { id } = await library.create({ name: 'In it', task: 'object-detection' });
    const box = (classKey: string) => ({ classKey, x: 0, y: 0, w: 1, h: 1 });
    await label(await library.item(id, 'x'), { boxes: [box('ok'), box('dent'), box('dent')] });
    await label(await library.item(id, 'y'), { boxes: [box('ok')] });
    await label(await library.item(id, 'z'), { boxes: [] });
    const names = async (q: string) =>
      (await library.ok<List<Item>>(`GET /datasets/${id}/items?q=${encodeURIComponent(q)}`)).items
        .map(({ fileName }) => fileName)
        .sort();
    expect(await names('class==dent')).toEqual(['x']);
    expect(await names('class==ok')).toEqual(['x', 'y']);
    expect(await names('class.dent==2')).toEqual(['x']);
    expect(await names('class!=ok')).toEqual(['z']);
  });

  test('gives labellers the doubtful ones first', async () => {
    const queue = await library.ok<{ items: Item[]; left: number }>(`GET /datasets/${grid.id}/queue?count=3`);
    expect([queue.items.map(({ fileName }) => fileName), queue.left]).toEqual([['b', 'c', 'a'], 4]);
  });

  test('changes many at once, each by itself', async () => {
    const { id } = await library.create({ name: 'Many' });
    const ids = await Promise.all(['1', '2', '3', '4'].map((name) => library.item(id, `many-${name}`)));
    const elsewhere = await library.item(lids.id, 'elsewhere');
    await label(ids[1] ?? '', dent);
    const items = [...ids, elsewhere].map((one) => ({ id: one, version: 1 }));
    const run = (json: unknown) =>
      library.ok<{ items: ItemOutcome[] }>(`POST /datasets/${id}/items/batch`, { json });
    const labelled = await run({ action: 'label', label: ok, items });
    expect(labelled.items.map(({ outcome, problem }) => problem?.code ?? outcome)).toEqual([
      'changed',
      'item.label-conflict',
      'changed',
      'changed',
      'item.not-found',
    ]);
    const three = ids.filter((_, index) => index !== 1).map((one) => ({ id: one, version: 2 }));
    expect((await run({ action: 'exclude', reason: 'Test', items: three })).items).toHaveLength(3);
    const listed = await library.ok<List<Item>>(`GET /datasets/${id}/items?q=state==excluded`);
    expect(listed.items).toHaveLength(3);
  });
});

describe('a class', () => {
  const schemaOf = (dataset: Dataset) =>
    library.ok<LabelSchema>(`GET /label-schemas/${dataset.labelSchemaId}`);
  const onSchema = (dataset: Dataset, request: string, json: unknown) => {
    const path = `/label-schemas/${dataset.labelSchemaId}`;
    const [method = '', below = ''] = request.split(' ');
    return library.change<LabelSchema>(`${method} ${path}${below}`, path, { json });
  };

  test('that is retired, or means something else, sends its items back to the labellers of every dataset', async () => {
    const one = await library.create({ name: 'Relabel 1' });
    const two = await library.create({ name: 'Relabel 2', labelSchemaId: one.labelSchemaId, classes: [] });
    const items = { ok: '', dent: '', other: '' };
    items.ok = await library.item(one.id, 'r-ok');
    items.dent = await library.item(one.id, 'r-dent');
    items.other = await library.item(two.id, 'r-other');
    await label(items.ok, ok);
    await label(items.dent, dent);
    await label(items.other, dent);
    expect(await onSchema(one, 'PATCH /classes/dent', { name: 'Deep dent', relabel: true })).toMatchObject({
      status: 200,
      body: { version: 2 },
    });
    for (const id of [items.dent, items.other])
      await library.eventually(async () =>
        expect(await library.show(id)).toMatchObject({
          state: 'needs-relabel',
          relabel: { cause: 'class-changed', classKey: 'dent' },
        }),
      );
    expect(await library.show(items.ok)).toMatchObject({ state: 'labelled' });
    const mark = { type: 'MarkItems', cause: 'class-changed', classKey: 'dent', schemaVersion: 2 } as const;
    const toMark = (schemaVersion: number) =>
      nextToMark(
        library.datasets.parts.base.database,
        two.id,
        { ...mark, schemaVersion, schemaId: two.labelSchemaId, position: 0 },
        { state: 'needs-relabel', after: '' },
      );
    // What is marked is not looked at again, unless the class changes once more.
    expect([await toMark(2), await toMark(3)]).toMatchObject([[], [{ id: items.other }]]);
    expect(await change(items.dent, 'review', { verdict: 'accepted' })).toMatchObject({
      body: { state: 'labelled', relabel: null, review: { verdict: 'accepted', authId: 'user:manager-1' } },
    });
    await onSchema(one, 'POST /classes/dent/retire', {});
    await library.eventually(async () =>
      expect(await library.show(items.dent)).toMatchObject({ relabel: { cause: 'class-retired' } }),
    );
    expect(await change(items.dent, 'review', { verdict: 'accepted' })).toMatchObject({
      code: 'label-schema.class-retired',
    });
    expect(await label(items.dent, ok)).toMatchObject({
      body: { state: 'labelled', label: { schemaVersion: 3 } },
    });
    expect((await schemaOf(one)).classes).toMatchObject([{ key: 'ok' }, { key: 'dent', retired: true }]);
  });

  test('is added by If-Match, and refused when somebody was faster', async () => {
    const dataset = await library.create({ name: 'Classes' });
    expect(await onSchema(dataset, 'POST /classes', { name: 'Scratch' })).toMatchObject({
      status: 201,
      body: { classes: [{}, {}, { key: 'scratch', id: 2 }] },
    });
    const stale = await library.call(`POST /label-schemas/${dataset.labelSchemaId}/classes`, {
      json: { name: 'Dust' },
      headers: { 'if-match': '"1"' },
    });
    expect(stale).toMatchObject({ status: 412, code: 'aggregate.stale-version' });
  });
});
