import { expect, test } from 'vitest';
import { inPortions } from './in-portions';

const { signal } = new AbortController();

test('what is under way when one fails is waited for, and nothing else is begun', async () => {
  const slow = Promise.withResolvers<undefined>();
  const begun: number[] = [];
  let isOver = false;
  const all = inPortions([...Array(40).keys()], signal, (item) => {
    begun.push(item);
    return item === 0 ? Promise.reject(new Error('The log is away.')) : slow.promise;
  }).finally(() => (isOver = true));
  const refused = expect(all).rejects.toThrow('The log is away.');
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  slow.resolve(undefined);
  await refused;
  expect(begun).toHaveLength(32);
});

test('nothing is begun once it is to stop', async () => {
  const begun: number[] = [];
  const work = async (item: number) => begun.push(item);
  await expect(inPortions([1], AbortSignal.abort(), work)).rejects.toThrow();
  expect(begun).toEqual([]);
});
