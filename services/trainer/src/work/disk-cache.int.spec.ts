import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bundled } from '../testing/bundled';
import { DiskCache } from './disk-cache';

let root: string;
let file: string;
const open: DiskCache[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-cache-'));
  file = join(root, 'features.sqlite');
});
afterEach(async () => {
  for (const cache of open.splice(0)) cache.close();
  await rm(root, { recursive: true, force: true });
});

const cacheOf = (maxBytes = 1_000_000): DiskCache => {
  const cache = new DiskCache({ file, maxBytes });
  open.push(cache);
  return cache;
};
const values = (first: number): Float32Array => Float32Array.from({ length: 10 }, (_, at) => first + at);

it('gives what it was given, in the order of the keys, by space', () => {
  const cache = cacheOf();
  cache.set('a', [
    ['one', values(1)],
    ['two', values(2)],
  ]);
  expect(cache.get('a', ['two', 'none', 'one'])).toEqual([values(2), undefined, values(1)]);
  expect(cache.get('b', ['one'])).toEqual([undefined]);
});

it('keeps it for the next process, also when two have it open', () => {
  const [one, two] = [cacheOf(), cacheOf()];
  one.set('a', [['one', values(1)]]);
  expect(two.get('a', ['one'])).toEqual([values(1)]);
  two.set('a', [['two', values(2)]]);
  expect(one.get('a', ['two'])).toEqual([values(2)]);
});

it('takes no more room than it may: what was not used for longest goes first', () => {
  const cache = cacheOf(40 * 10);
  for (let at = 0; at < 10; at++) cache.set('a', [[`k${at}`, values(at)]]);
  expect(cache.get('a', ['k0'])).toEqual([values(0)]);
  cache.set('a', [['new', values(99)]]);
  const left = cache.get('a', ['k0', 'k1', 'k2', 'k9', 'new']).map((found) => found !== undefined);
  expect(left).toEqual([true, false, false, true, true]);
});

it('a file that is damaged, or something else, is made anew', async () => {
  const before = cacheOf();
  before.set('a', [['one', values(1)]]);
  before.close();
  await writeFile(file, 'this is no database, however long one looks at it'.repeat(200));
  const cache = cacheOf();
  expect(cache.get('a', ['one'])).toEqual([undefined]);
  cache.set('a', [['one', values(1)]]);
  expect(cache.get('a', ['one'])).toEqual([values(1)]);
});

it('where it cannot be written at all, training goes on without it', () => {
  const cache = new DiskCache({ file: join(root, 'nowhere', 'features.sqlite'), maxBytes: 1000 });
  cache.set('a', [['one', values(1)]]);
  expect(cache.get('a', ['one'])).toEqual([undefined]);
});

it('given a process that is killed while it writes, what had been written is there and whole', async () => {
  const program = await bundled('cache-writer.ts');
  const writer = spawn(process.execPath, [program, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let written = 0;
  for await (const chunk of writer.stdout) {
    written = Number(String(chunk).trim().split('\n').at(-1));
    if (written > 200) break;
  }
  const exit = once(writer, 'exit');
  writer.kill('SIGKILL');
  await exit;
  expect((await stat(file)).size).toBeGreaterThan(0);
  const found = cacheOf().get(
    'killed',
    Array.from({ length: written }, (_, at) => `k${at}`),
  );
  expect(found).toEqual(Array.from({ length: written }, (_, at) => values(at)));
});
