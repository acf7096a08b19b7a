import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { rowOf } from './daily-summary.fixture';
import { rowsReader } from './summary-rows';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A store whose files come when the test says so. */
const slowBlobs = () => {
  const opened: string[] = [];
  const gates: (() => void)[] = [];
  const open = async (_: string, digest: string) => {
    opened.push(digest);
    await new Promise<void>((resolve) => gates.push(resolve));
    const bytes = Buffer.from(JSON.stringify([rowOf(digest)]));
    const { length } = bytes;
    return { stream: Readable.from([bytes]), size: length, range: { offset: 0, length } };
  };
  return { open, opened, next: () => gates.shift()?.() };
};

test('a day is read once for all who ask meanwhile, and one after the other', async () => {
  const { open, opened, next } = slowBlobs();
  const read = rowsReader({ open });
  const [one, two, other] = [read({ digest: 'a' }), read({ digest: 'a' }), read({ digest: 'b' })];
  await settled();
  expect(opened).toEqual(['a']);
  next();
  expect(await one).toEqual([rowOf('a')]);
  expect(await two).toBe(await one);
  await settled();
  expect(opened).toEqual(['a', 'b']);
  next();
  expect(await other).toEqual([rowOf('b')]);
});

test('a day that cannot be read holds up none, and is read again when somebody asks', async () => {
  const read = rowsReader({ open: async () => undefined });
  for (const digest of ['a', 'b', 'a'])
    await expect(read({ digest })).rejects.toMatchObject({ code: 'summary.rows-gone' });
});
