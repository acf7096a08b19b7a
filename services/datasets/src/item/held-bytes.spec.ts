import { expect, test } from 'vitest';
import { HeldBytes } from './held-bytes';

/** A body whose sender goes on when it is told to. */
const body = () => {
  let [taken, next] = [0, Promise.withResolvers<number>()];
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const bytes = await next.promise;
      next = Promise.withResolvers();
      if (bytes < 0) throw new Error('gone');
      if (bytes === 0) return;
      yield new Uint8Array(bytes);
      taken += bytes;
    }
  }
  const send = async (bytes: number): Promise<number> => {
    next.resolve(bytes);
    await new Promise(setImmediate);
    return taken;
  };
  return { chunks: chunks(), send };
};

test('slow bodies hold what they have sent and no more, and keep nobody waiting while there is room', async () => {
  const held = new HeldBytes(100);
  const slow = Array.from({ length: 8 }, body);
  const reading = slow.map(({ chunks }) => held.with(chunks, 100, async (bytes) => bytes.byteLength));
  for (const one of slow) expect(await one.send(10)).toBe(10);
  const quick = body();
  const read = held.with(quick.chunks, 100, async (bytes) => bytes.byteLength);
  await quick.send(20);
  await quick.send(0);
  expect(await read).toBe(20);
  for (const one of slow) await one.send(0);
  expect(await Promise.all(reading)).toEqual(slow.map(() => 10));
});

test('without room the first one goes on to its end, and the next after it', async () => {
  const held = new HeldBytes(100);
  const [first, second] = [body(), body()];
  const reading = [first, second].map(({ chunks }) =>
    held.with(chunks, 1000, async (bytes) => bytes.byteLength),
  );
  expect(await first.send(60)).toBe(60);
  expect(await second.send(40)).toBe(40);
  expect(await second.send(30)).toBe(40);
  expect(await first.send(60)).toBe(120);
  await first.send(0);
  expect(await reading[0]).toBe(120);
  await second.send(0);
  expect(await reading[1]).toBe(70);
});

test('a body that is too large is not read to its end, and one that breaks off makes room', async () => {
  const held = new HeldBytes(100);
  const [large, broken, after] = [body(), body(), body()];
  const reading = held.with(large.chunks, 50, async (bytes) => bytes.byteLength);
  await large.send(60);
  expect(await reading).toBe(60);
  const breaking = held.with(broken.chunks, 100, async () => 0);
  await broken.send(90);
  const gone = expect(breaking).rejects.toThrow('gone');
  await broken.send(-1);
  await gone;
  const reads = held.with(after.chunks, 100, async (bytes) => bytes.byteLength);
  expect(await after.send(100)).toBe(100);
  await after.send(0);
  expect(await reads).toBe(100);
});
