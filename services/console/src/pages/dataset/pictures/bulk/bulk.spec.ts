import type { Item, ItemBatch, ItemOutcome } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { countOf, perRequest, refusalsOf, runBulk, type Done } from './run-bulk';
import { runUndo } from './run-undo';
import { undoOf, type Undoing } from './undo';

const itemsOf = (count: number): Item[] =>
  Array.from({ length: count }, (_, at) => ({ id: `i${at}`, version: 3, label: null }) as Item);

const changed = (id: string): ItemOutcome => ({ id, outcome: 'changed', version: 4, problem: null });
const refused = (id: string, code: string): ItemOutcome => ({
  id,
  outcome: 'refused',
  version: null,
  problem: { code, title: code, detail: '' },
});
const running = { onProgress: () => undefined, isStopped: () => false };

test('many items go in parts, each as of the version that was seen', async () => {
  const sent: ItemBatch[] = [];
  const seen: number[] = [];
  const { done, error } = await runBulk({ action: 'accept' }, itemsOf(2 * perRequest + 1), {
    ...running,
    onProgress: (so) => seen.push(so.length),
    send: (batch) => {
      sent.push(batch);
      return Promise.resolve(batch.items.map(({ id }) => changed(id)));
    },
  });
  expect(sent.map(({ items }) => items.length)).toEqual([perRequest, perRequest, 1]);
  expect(sent[0]?.items[0]).toEqual({ id: 'i0', version: 3 });
  expect(seen).toEqual([perRequest, 2 * perRequest, 2 * perRequest + 1]);
  expect([countOf(done, 'changed'), error]).toEqual([2 * perRequest + 1, undefined]);
});

test('a lost line ends it, and what has happened is told', async () => {
  let requests = 0;
  const { done, error, unsure } = await runBulk({ action: 'accept' }, itemsOf(2 * perRequest + 1), {
    ...running,
    send: ({ items }) =>
      requests++ === 0
        ? Promise.resolve(items.map(({ id }) => changed(id)))
        : Promise.reject(new Error('lost')),
  });
  expect(done).toHaveLength(perRequest);
  expect(error).toEqual(new Error('lost'));
  expect(unsure).toHaveLength(perRequest);
});

test('an undo that ends in the middle keeps what it has brought back, and says of what it is not known', async () => {
  const undoing = itemsOf(9).map((before): Undoing => ({
    before,
    version: 4,
    commands: [{ type: 'label', body: again.body }],
  }));
  const { done, error, unsure } = await runUndo(undoing, {
    ...running,
    send: () => Promise.resolve([]),
    sendOne: async ({ id }) =>
      id === 'i3' ? Promise.reject(new Error('lost')) : { ...item({}), id, version: 5 },
  });
  expect(error).toEqual(new Error('lost'));
  expect(unsure).toEqual(['i3']);
  expect(done.map(({ before }) => before.id)).toEqual(expect.arrayContaining(['i0', 'i1', 'i2', 'i4', 'i5']));
});

test('refusals stand together by their reason', () => {
  const done: Done[] = itemsOf(4).map((before, at) => ({
    before,
    outcome:
      at === 0 ? changed(before.id) : refused(before.id, at === 3 ? 'item.excluded' : 'item.label-conflict'),
  }));
  expect(refusalsOf(done).map(({ code, items }) => [code, items.map(({ id }) => id)])).toEqual([
    ['item.label-conflict', ['i1', 'i2']],
    ['item.excluded', ['i3']],
  ]);
});

const item = (fields: Partial<Item>): Item => ({ ...itemsOf(1)[0], ...fields }) as Item;
const dent: Item['label'] = {
  label: { classKey: 'dent' },
  by: 'import',
  authId: null,
  at: '2026-01-01T00:00:00Z',
  schemaVersion: 1,
  reason: null,
  version: 2,
};
const again = { type: 'label', body: { label: { classKey: 'dent' }, by: 'person', restores: 2 } } as const;

test.each([
  ['label', item({}), [{ type: 'withdraw' }]],
  ['label', item({ label: dent }), [again]],
  [
    'withdraw',
    item({ label: dent, relabel: { cause: 'class-changed', classKey: 'dent' } }),
    [again, { type: 'review', verdict: 'rejected' }],
  ],
  ['exclude', item({}), [{ type: 'restore' }]],
  ['restore', item({ excludedBecause: 'blurred' }), [{ type: 'exclude', reason: 'blurred' }]],
] as const)('%s is undone to what was there', (action, before, commands) => {
  expect(undoOf(action, [{ before, outcome: changed(before.id) }])).toEqual([
    { before, version: 4, commands },
  ]);
  expect(undoOf(action, [{ before, outcome: refused(before.id, 'item.excluded') }])).toEqual([]);
});
