import type { FailureEntry } from '@tutti/contracts/devices';
import { expect, test } from 'vitest';
import { causesOf, readFailures } from './failure-watch';

const start = Date.parse('2026-11-27T08:00:00.000Z');
const names = new Map([
  ['one', 'line-1'],
  ['two', 'line-2'],
]);
const model = { name: 'lids', version: 'v1.2', digest: 'a'.repeat(64), task: 'classification' } as const;
const failure = (seq: number, change: Partial<FailureEntry> = {}): FailureEntry => ({
  ...{ seq, at: new Date(start).toISOString(), type: 'inference', message: `Failure ${seq}.` },
  ...{ inputFile: 'a.jpg', model },
  ...change,
});
const message = (deviceId: string, second: number, ...entries: readonly FailureEntry[]) => ({
  deviceId,
  receivedAt: new Date(start + second * 1000),
  body: { journal: 'j', entries },
});

test('an edge that fails at every picture is one cause, with how often and the newest of it', () => {
  const batch = Array.from({ length: 500 }, (_, n) =>
    message('one', n / 10, failure(2 * n), failure(2 * n + 1)),
  );
  expect(causesOf(batch, names)).toMatchObject([
    {
      times: 1000,
      joins: true,
      tell: {
        source: { id: 'one', name: 'line-1' },
        at: new Date(start + 49_900).toISOString(),
        info: { message: 'Failure 999.', code: 'inference', model: 'lids', modelVersion: 'v1.2' },
      },
    },
  ]);
});

test('a model that fails on many edges is one matter; without a model it is that of the edge', () => {
  const decode = { type: 'decode', model: null };
  const causes = causesOf(
    [
      message('one', 0, failure(1), failure(2, decode)),
      message('two', 0, failure(1), failure(2, { type: 'memory' })),
      message('stranger', 0, failure(1)),
    ],
    names,
  );
  expect(causes.map(({ tell: { source, matter } }) => [source.name, matter])).toEqual([
    ['line-1', 'lids v1.2 inference'],
    ['line-1', undefined],
    ['line-2', 'lids v1.2 inference'],
    ['line-2', 'lids v1.2 memory'],
  ]);
});

test('the same message is the same cause; an entry that breaks its schema costs that entry', () => {
  const body = readFailures({ journal: 'j', entries: [{ seq: 'x' }, failure(7)] });
  const ids = [1, 2].map((second) =>
    causesOf([{ ...message('one', second), body }], names).map(({ id }) => id),
  );
  expect(ids[0]).toHaveLength(1);
  expect(ids[1]).toEqual(ids[0]);
});
