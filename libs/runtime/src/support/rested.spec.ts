import { expect, test } from 'vitest';
import { rested } from './rested';

const hour = 3_600_000;

const batches = async function* (...pending: readonly number[]) {
  for (const one of pending) yield await Promise.resolve({ commits: [], pending: one });
};

test('what waits in the log already is read without a rest', async () => {
  const read: number[] = [];
  const { signal } = new AbortController();
  for await (const { pending } of rested(batches(2, 1, 3), hour, signal)) read.push(pending);
  expect(read).toEqual([2, 1, 3]);
});

test('behind the last there is a rest, which the end of the work ends', async () => {
  const ending = new AbortController();
  const all = rested(batches(0, 0), hour, ending.signal);
  expect((await all.next()).done).toBe(false);
  const next = all.next();
  const first = await Promise.race([next, new Promise((resolve) => setImmediate(resolve, 'resting'))]);
  expect(first).toBe('resting');
  ending.abort();
  expect((await next).done).toBe(false);
});
