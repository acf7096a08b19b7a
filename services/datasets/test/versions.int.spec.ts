import {
  isSameLabel,
  type Dataset,
  type DatasetVersion,
  type Label,
  type LabelSchema,
  type VersionDiff,
  type VersionItem,
  type VersionStatistics,
} from '@tutti/contracts/datasets';
import { snapshot } from '@tutti/database';
import { liveCheckpoint, liveRows } from '@tutti/runtime';
import type { EntityManager } from 'typeorm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { itemDecider } from '../src/item/item.decider';
import { itemListProjection } from '../src/item/item-list.projection';
import { itemListTable } from '../src/item/item-list.table';
import { Library, digestOf } from './datasets.fixture';

let library: Library;
beforeAll(async () => {
  library = await Library.start();
});
afterAll(() => library.stop());

const rules = {
  task: 'image-classification',
  schemaVersion: 1,
  classes: [
    { key: 'ok', name: 'OK', retired: false },
    { key: 'dent', name: 'Dent', retired: false },
  ],
} as const;
const statement = (classKey: string) => ({ label: { classKey }, by: 'person', rules }) as const;

const dataset = async (name: string, items: readonly string[]): Promise<Dataset> => {
  const made = await library.create({ name });
  for (const [index, item] of items.entries())
    await library.item(made.id, item, { statement: statement(index % 2 === 0 ? 'ok' : 'dent') });
  return made;
};
const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
const freeze = (id: string, json: unknown = {}) =>
  library.call<DatasetVersion>(`POST /datasets/${id}/versions`, { json });
const relabel = (id: string, classKey: string) =>
  library.change(`PUT /items/${id}/label`, `/items/${id}`, { json: { label: { classKey } } });
const linesOf = async (id: string, number: number) => {
  const { body } = await library.call<Buffer>(`GET /datasets/${id}/versions/${number}/manifest`);
  const [head = '', ...items] = body.toString().trimEnd().split('\n');
  return {
    digest: digestOf(body),
    head: JSON.parse(head) as Record<string, unknown>,
    items: items.map((line) => JSON.parse(line) as { digest: string; split: string; label: Label }),
  };
};

describe('a version of a dataset (requirements 5.3)', () => {
  test('holds what is labelled, sorted, with its parts, for ever', async () => {
    const { id } = await dataset('Frozen', names('f', 20));
    await library.item(id, 'f-unlabelled');
    const first = await freeze(id, { note: 'Before the new lamp' });
    expect(first).toMatchObject({
      status: 201,
      body: {
        number: 1,
        schemaVersion: 1,
        note: 'Before the new lamp',
        frozenBy: 'user:manager-1',
        rule: { groupByDevice: false, keepGiven: true },
        counts: {
          items: 20,
          splits: { train: 16, validation: 2, test: 2 },
          classes: { train: { ok: 8, dent: 8 }, validation: { ok: 1, dent: 1 }, test: { ok: 1, dent: 1 } },
        },
      },
    });
    const { digest, head, items } = await linesOf(id, 1);
    expect(digest).toBe(first.body.manifest.digest);
    expect(head).toMatchObject({ format: 'tutti-dataset/1', task: 'image-classification', schemaVersion: 1 });
    const digests = items.map((item) => item.digest);
    expect(digests).toEqual([...digests].sort());
    expect(items).toHaveLength(20);
    await relabel(await library.item(id, 'f-0'), 'dent');
    expect((await linesOf(id, 1)).digest).toBe(digest);
  });

  test('of the same content is the same version', async () => {
    const { id } = await dataset('Same', names('s', 6));
    const first = await freeze(id);
    const again = await freeze(id);
    expect([first.status, again.status, again.body.number]).toEqual([201, 200, 1]);
    const item = await library.item(id, 's-0');
    await relabel(item, 'dent');
    const second = await freeze(id);
    expect([second.status, second.body.number, second.body.digest === first.body.digest]).toEqual([
      201,
      2,
      false,
    ]);
    await relabel(item, 'ok');
    expect((await freeze(id)).body.number).toBe(1);
    expect(await library.ok(`GET /datasets/${id}`)).toMatchObject({ versions: 2 });
    const listed = await library.ok<{ items: DatasetVersion[] }>(`GET /datasets/${id}/versions`);
    expect(listed.items.map(({ number }) => number)).toEqual([2, 1]);
  });

  test('needs something that is labelled, and a dataset that is not archived', async () => {
    const { id } = await library.create({ name: 'Empty' });
    await library.item(id, 'empty-1');
    expect(await freeze(id)).toMatchObject({ status: 422, code: 'dataset-version.nothing-labelled' });
    expect(await library.call(`GET /datasets/${id}/versions/1`)).toMatchObject({
      code: 'dataset-version.not-found',
    });
    await library.change(`POST /datasets/${id}/archive`, `/datasets/${id}`, { json: {} });
    expect(await freeze(id)).toMatchObject({ status: 409, code: 'dataset.archived' });
  });

  test('leaves out what a class that was just retired makes meaningless', async () => {
    const made = await dataset('Meaning', names('m', 4));
    const path = `/label-schemas/${made.labelSchemaId}`;
    await library.change<LabelSchema>(`POST ${path}/classes/dent/retire`, path, { json: {} });
    expect((await freeze(made.id)).body.counts).toMatchObject({ items: 2, classes: { train: { ok: 2 } } });
  });

  test('keeps the parts of the version before while a dataset grows, and deals anew when asked', async () => {
    const { id } = await dataset('Grown', names('g', 40));
    const shares = { train: 0.6, validation: 0.2, test: 0.2 };
    await freeze(id, { shares, shuffle: 3 });
    const partsOf = async (number: number) =>
      new Map((await linesOf(id, number)).items.map(({ digest, split }) => [digest, split]));
    for (let n = 0; n < 20; n++)
      await library.item(id, `g-new-${n}`, { statement: statement(n % 2 === 0 ? 'ok' : 'dent') });
    const grown = await freeze(id);
    expect(grown.body).toMatchObject({
      number: 2,
      rule: { shares, shuffle: 3, keptFrom: 1 },
      counts: { items: 60, splits: { train: 36, validation: 12, test: 12 } },
    });
    const [first, second] = [await partsOf(1), await partsOf(2)];
    for (const [digest, part] of first) expect(second.get(digest)).toBe(part);
    expect(await freeze(id)).toMatchObject({ status: 200, body: { number: 2 } });
    const fresh = await freeze(id, { freshParts: true });
    expect(fresh.body).toMatchObject({ number: 3, rule: { shares, shuffle: 3 }, counts: { items: 60 } });
    expect(fresh.body.rule).not.toHaveProperty('keptFrom');
    for (const otherwise of [{ shuffle: 4 }, { shares: { train: 0.5, validation: 0.25, test: 0.25 } }])
      expect((await freeze(id, otherwise)).body.rule).not.toHaveProperty('keptFrom');
    expect(await library.ok(`GET /datasets/${id}/versions/5/diff?from=4`)).not.toMatchObject({
      counts: { moved: 0 },
    });
  });

  test('frozen twice at once keeps parts all the same', async () => {
    const { id } = await dataset('Twice', names('t', 12));
    await freeze(id);
    await library.item(id, 't-new', { statement: statement('ok') });
    const freezing = freeze(id);
    await library.item(id, 't-newer', { statement: statement('ok') });
    const both = await Promise.all([freezing, freeze(id)]);
    for (const { body } of both) expect(body.rule.keptFrom).toBe(body.number - 1);
  });

  test('is as of one position, whatever is labelled while it is written', async () => {
    const { id } = await dataset('Race', names('r', 40));
    const { aggregates } = library.datasets.parts.base;
    const ids = await Promise.all(names('r', 40).map((name) => library.item(id, name)));
    const turning = (async () => {
      for (let round = 0; round < 5; round++)
        for (const one of ids)
          await aggregates.handle(itemDecider, one, {
            type: 'LabelItem',
            ...statement(round % 2 === 0 ? 'dent' : 'ok'),
          });
    })();
    const frozen: DatasetVersion[] = [];
    for (let n = 0; n < 4; n++) {
      const answered = await freeze(id);
      expect(answered.status, JSON.stringify(answered.body)).toBeLessThan(300);
      frozen.push(answered.body);
    }
    await turning;
    for (const version of frozen) {
      const { items } = await linesOf(id, version.number);
      const held = items.map(({ digest, label }) => [digest, label]);
      const then = await Promise.all(
        ids.map(async (one) => {
          const item = await library.ok<{ digest: string; label: { label: unknown } }>(
            `GET /items/${one}?asOf=${version.position}`,
          );
          return [item.digest, item.label.label];
        }),
      );
      expect(new Map(held as [string, unknown][])).toEqual(new Map(then as [string, unknown][]));
    }
  });
});

describe('the items of a version', () => {
  test('come in pages, those of one part and class alone, and as they were frozen', async () => {
    const { id } = await dataset('Pages', [...names('p', 19), 'a line\u2028that goes on.jpg']);
    await freeze(id);
    await relabel(await library.item(id, 'p-0'), 'dent');
    const page = (query: string) =>
      library.ok<{ items: VersionItem[]; nextPageToken: string }>(
        `GET /datasets/${id}/versions/1/items?${query}`,
      );
    const { items } = await linesOf(id, 1);
    const whole: VersionItem[] = [];
    let token = '';
    do {
      const { items: more, nextPageToken } = await page(`pageSize=7&pageToken=${encodeURIComponent(token)}`);
      whole.push(...more);
      token = nextPageToken;
    } while (token !== '');
    expect(whole.map(({ digest, label, split }) => ({ digest, label, split }))).toEqual(
      items.map(({ digest, label, split }) => ({ digest, label, split })),
    );
    const wanted = items.filter(
      ({ split, label }) => split === 'train' && isSameLabel(label, { classKey: 'ok' }),
    );
    const one = await page('split=train&class=ok&pageSize=8');
    expect(one.items.map(({ digest }) => digest)).toEqual(wanted.map(({ digest }) => digest));
    expect(one.nextPageToken).toBe('');
    expect((await page('class=other')).items).toEqual([]);
  });
});

test('items can be labelled, and are shown so, while a freeze reads (ADR 19)', async () => {
  const { id } = await dataset('Beside', names('b', 4));
  const { database, projections } = library.datasets.parts.base;
  const item = await library.item(id, 'b-0');
  const [hasRead, hasLabelled] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const rows = (manager: EntityManager) =>
    liveRows(manager, itemListTable, itemListProjection).andWhere('row.id = :item', { item }).getOne();
  const reading = snapshot(database, async (manager) => {
    await liveCheckpoint(manager, itemListProjection);
    const before = await rows(manager);
    hasRead.resolve();
    await hasLabelled.promise;
    return [before?.classKey, (await rows(manager))?.classKey];
  });
  await hasRead.promise;
  const { position } = await library.datasets.parts.doors.items.change(
    item,
    { type: 'LabelItem', label: { classKey: 'dent' }, by: 'person' },
    { metadata: {} },
  );
  await projections.items.waitFor(position);
  hasLabelled.resolve();
  expect(await reading).toEqual(['ok', 'ok']);
  expect(await library.show(item)).toMatchObject({ label: { label: { classKey: 'dent' } } });
});

describe('two versions', () => {
  test('are compared item by item, in pages', async () => {
    const { id } = await dataset('Diff', names('d', 10));
    await freeze(id, { shares: { train: 1, validation: 0, test: 0 } });
    await relabel(await library.item(id, 'd-0'), 'dent');
    const gone = await library.item(id, 'd-1');
    await library.change(`POST /items/${gone}/exclude`, `/items/${gone}`, { json: {} });
    await library.item(id, 'd-new', { statement: statement('ok') });
    await library.item(id, 'd-newer', { statement: statement('ok') });
    await freeze(id, { shares: { train: 1, validation: 0, test: 0 } });
    const diff = (query = '') =>
      library.ok<VersionDiff>(`GET /datasets/${id}/versions/2/diff?from=1${query}`);
    const whole = await diff();
    expect(whole.counts).toEqual({ added: 2, removed: 1, relabelled: 1, moved: 0, same: 8 });
    expect(whole.items.map(({ kind }) => kind).sort()).toEqual(['added', 'added', 'relabelled', 'removed']);
    expect(whole.items.find(({ kind }) => kind === 'relabelled')).toMatchObject({
      before: { label: { classKey: 'ok' } },
      after: { label: { classKey: 'dent' } },
    });
    const first = await diff('&kind=added&pageSize=1');
    const rest = await diff(`&kind=added&pageSize=1&pageToken=${encodeURIComponent(first.nextPageToken)}`);
    expect([first.items.length, rest.items.length, rest.nextPageToken]).toEqual([1, 1, '']);
    expect(first.items[0]?.digest).not.toBe(rest.items[0]?.digest);
    const statistics = await library.ok<VersionStatistics>(`GET /datasets/${id}/versions/2/statistics`);
    expect(statistics).toMatchObject({
      empty: 0,
      bytes: 11_000,
      sides: [{ side: 1024, items: 11 }],
      boxes: [],
      boxesPerItem: [],
      devices: [],
      fromDevices: { devices: 0, items: 0 },
    });
  });
});
