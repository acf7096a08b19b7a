import { describe, expect, it } from 'vitest';
import { batched } from './batched';

/** A source that a test feeds by hand. */
const source = <T>() => {
  const items: T[] = [];
  let ended = false;
  let wake = Promise.withResolvers<void>();
  const changed = (): void => {
    wake.resolve();
    wake = Promise.withResolvers<void>();
  };
  return {
    push: (...more: T[]) => {
      items.push(...more);
      changed();
    },
    end: () => {
      ended = true;
      changed();
    },
    async *[Symbol.asyncIterator](): AsyncGenerator<T> {
      for (;;) {
        const item = items.shift();
        if (item !== undefined) yield item;
        else if (ended) return;
        else await wake.promise;
      }
    },
  };
};

describe('batched', () => {
  it('cuts at the largest size and keeps the order', async () => {
    const numbers = source<number>();
    numbers.push(...Array.from({ length: 7 }, (_, index) => index));
    numbers.end();
    const batches: (readonly number[])[] = [];
    for await (const batch of batched(numbers, 3, 60_000)) batches.push(batch);
    expect(batches).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
  });

  it('given a source that fails while a full batch is worked on, then the batch is given, and the failure in its turn', async () => {
    async function* failing(): AsyncGenerator<number> {
      yield 1;
      yield 2;
      throw new Error('gone');
    }
    const batches = batched(failing(), 2, 60_000);
    expect((await batches.next()).value).toEqual([1, 2]);
    // What nobody handles by now would end the process, and fails this test.
    await new Promise((resolve) => setImmediate(resolve));
    await expect(batches.next()).rejects.toThrow('gone');
  });

  it('gives what there is when the time is over', async () => {
    const numbers = source<number>();
    const batches = batched(numbers, 100, 5);
    numbers.push(1, 2);
    expect((await batches.next()).value).toEqual([1, 2]);
    numbers.push(3);
    expect((await batches.next()).value).toEqual([3]);
    numbers.end();
    expect((await batches.next()).done).toBe(true);
  });

  it('passes an error on', async () => {
    const broken = (async function* () {
      yield 1;
      throw new Error('connection lost');
    })();
    await expect(batched(broken, 100, 60_000).next()).rejects.toThrow('connection lost');
  });

  it('lets go of its source when nobody reads on', async () => {
    const closed = Promise.withResolvers<void>();
    const endless = (async function* () {
      try {
        for (let number = 0; ; number += 1) yield number;
      } finally {
        closed.resolve();
      }
    })();
    for await (const batch of batched(endless, 2, 60_000)) if (batch.includes(4)) break;
    await closed.promise;
  });
});
