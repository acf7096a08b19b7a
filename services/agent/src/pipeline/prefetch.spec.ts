import { describe, expect, it } from 'vitest';
import { prefetch } from './prefetch';

async function* numbers(count: number): AsyncGenerator<number, void> {
  for (let n = 0; n < count; n++) yield n;
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('prefetch', () => {
  it('yields all in order, however long each takes to prepare', async () => {
    const ends = Array.from({ length: 5 }, () => Promise.withResolvers<void>());
    const results = prefetch(numbers(5), 3, async (n) => {
      await ends[n]?.promise;
      return n * 10;
    });
    for (const { resolve } of ends.toReversed()) resolve();
    expect(await collect(results)).toEqual([0, 10, 20, 30, 40]);
  });

  it('prepares the next while the consumer is busy, and no more than it should', async () => {
    let prepared = 0;
    const results = prefetch(numbers(10), 2, async () => ++prepared);
    await results.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(prepared).toBe(3);
    await results.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(prepared).toBe(4);
  });

  it('does not hold a result back until the next item comes', async () => {
    const second = Promise.withResolvers<number>();
    async function* slow(): AsyncGenerator<number, void> {
      yield 1;
      yield await second.promise;
    }
    const results = prefetch(slow(), 2, async (n) => n);
    expect((await results.next()).value).toBe(1);
    second.resolve(2);
    expect((await results.next()).value).toBe(2);
  });

  it('ends with its source', async () => {
    expect(await collect(prefetch(numbers(0), 2, async (n) => n))).toEqual([]);
  });
});
