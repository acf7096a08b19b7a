import { expect, it } from 'vitest';
import { mapAtOnce } from './map-at-once';

/** Hands out work that ends when it is told to. */
class Works {
  asked = 0;
  private readonly ends = new Map<number, (error?: Error) => void>();

  async *source(count: number): AsyncGenerator<number> {
    while (this.asked < count) yield this.asked++;
  }

  readonly work = (n: number): Promise<number> =>
    new Promise((resolve, reject) =>
      this.ends.set(n, (error) => (error === undefined ? resolve(n * 10) : reject(error))),
    );

  end(n: number, error?: Error): void {
    this.ends.get(n)?.(error);
  }
}

const turns = async (): Promise<void> => {
  for (let n = 0; n < 20; n++) await Promise.resolve();
};

it('never has more under way than asked for, and keeps the order', async () => {
  const works = new Works();
  const results = mapAtOnce(works.source(5), 2, works.work);
  const first = results.next();
  await turns();
  expect(works.asked).toBe(2);
  works.end(1);
  await turns();
  expect(works.asked).toBe(2);
  works.end(0);
  expect(await first).toEqual({ done: false, value: 0 });
  expect(await results.next()).toEqual({ done: false, value: 10 });
  const third = results.next();
  await turns();
  expect(works.asked).toBe(4);
  for (const n of [3, 2, 4]) {
    works.end(n);
    await turns();
  }
  expect(await third).toEqual({ done: false, value: 20 });
  const rest = Array.fromAsync(results);
  await turns();
  works.end(4);
  expect(await rest).toEqual([30, 40]);
});

it('ends at the first failure, and waits for what is under way', async () => {
  const works = new Works();
  const results = mapAtOnce(works.source(5), 3, works.work);
  let settled: unknown;
  const next = results.next().catch((error: unknown) => (settled = error));
  await turns();
  works.end(0, new Error('no picture'));
  await turns();
  expect(settled).toBeUndefined();
  works.end(1);
  works.end(2, new Error('another'));
  await next;
  expect(settled).toEqual(new Error('no picture'));
  expect(works.asked).toBe(3);
  expect(await results.next()).toEqual({ done: true, value: undefined });
});

it('takes nothing more when its consumer stops', async () => {
  const works = new Works();
  const results = mapAtOnce(works.source(5), 1, async (n) => n);
  for await (const result of results) if (result === 1) break;
  expect(works.asked).toBe(2);
});
