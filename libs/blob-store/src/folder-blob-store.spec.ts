import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DomainError } from '@tutti/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FolderBlobStore } from './folder-blob-store';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(DomainError);
  return (error as DomainError).code;
};

let root: string;
let store: FolderBlobStore;
const filesBelow = async (): Promise<readonly string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile())
    .map((e) => e.name);
const age = (sha256: string, at: Date): Promise<void> =>
  utimes(join(root, 'previews', sha256.slice(0, 2), sha256), at, at);

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-blobs-'));
  store = await FolderBlobStore.open(root);
});
afterEach(() => rm(root, { recursive: true }));

describe('put and open', () => {
  test('bytes and streams come back as they were, under their digest', async () => {
    const bytes = randomBytes(300_000);
    async function* chunks(): AsyncIterable<Uint8Array> {
      yield bytes.subarray(0, 100_000);
      yield bytes.subarray(100_000);
    }
    const fromBytes = await store.put('previews', bytes, { maxBytes: 300_000 });
    const fromStream = await store.put('models', chunks(), { maxBytes: 300_000, sha256: digest(bytes) });
    expect(fromBytes).toEqual({ sha256: digest(bytes), size: 300_000 });
    expect(fromStream).toEqual(fromBytes);
    const opened = await store.open('models', fromStream.sha256);
    expect(opened?.size).toBe(300_000);
    expect(opened && (await buffer(opened.stream)).equals(bytes)).toBe(true);
    expect(await store.has('previews', fromBytes.sha256)).toBe(true);
    expect(await store.has('others', fromBytes.sha256)).toBe(false);
  });

  test('the same bytes twice at once are one blob', async () => {
    const bytes = randomBytes(1000);
    await Promise.all(Array.from({ length: 20 }, () => store.put('previews', bytes, { maxBytes: 1000 })));
    expect(await filesBelow()).toEqual([digest(bytes)]);
  });

  test('absent blobs are undefined, deleting them is no error', async () => {
    const none = digest(Buffer.from('none'));
    expect(await store.open('previews', none)).toBeUndefined();
    expect(await store.touch('previews', none)).toBe(false);
    await store.delete('previews', none);
  });
});

describe('refusals leave nothing behind', () => {
  test('one byte too many', async () => {
    expect(await codeOf(store.put('previews', randomBytes(11), { maxBytes: 10 }))).toBe('blob.too-large');
    expect(await filesBelow()).toEqual([]);
  });

  test('another digest than announced', async () => {
    const sha256 = digest(Buffer.from('other'));
    expect(await codeOf(store.put('previews', Buffer.from('this'), { maxBytes: 10, sha256 }))).toBe(
      'blob.digest-mismatch',
    );
    expect(await filesBelow()).toEqual([]);
  });

  test('a stream that is cut', async () => {
    async function* cut(): AsyncIterable<Uint8Array> {
      yield randomBytes(1000);
      throw new Error('connection lost');
    }
    await expect(store.put('previews', cut(), { maxBytes: 10_000 })).rejects.toThrow('connection lost');
    expect(await filesBelow()).toEqual([]);
  });

  test.each([
    ['../previews', digest(Buffer.from('a'))],
    ['', digest(Buffer.from('a'))],
    ['Previews', digest(Buffer.from('a'))],
    ['previews', '../../etc/passwd'],
    ['previews', digest(Buffer.from('a')).toUpperCase()],
  ])('namespace %j with digest %j', async (namespace, sha256) => {
    expect(await codeOf(store.open(namespace, sha256))).toBe('blob.name-invalid');
  });
});

describe('sweep', () => {
  const old = new Date('2026-01-01T00:00:00Z');
  const olderThan = new Date('2026-01-02T00:00:00Z');

  test('deletes what is old and unreferenced, and nothing else', async () => {
    const [referenced, lost, fresh] = await Promise.all(
      ['referenced', 'lost', 'fresh'].map((text) =>
        store.put('previews', Buffer.from(text), { maxBytes: 100 }),
      ),
    );
    if (!referenced || !lost || !fresh) throw new Error('unreachable');
    await age(referenced.sha256, old);
    await age(lost.sha256, old);
    const isReferenced = (sha256: string): boolean => sha256 === referenced.sha256;
    expect(await store.sweep('previews', { olderThan, isReferenced })).toBe(1);
    expect(new Set(await filesBelow())).toEqual(new Set([referenced.sha256, fresh.sha256]));
  });

  test.each(['touch', 'put'] as const)('a %s while it decides saves the blob', async (how) => {
    const bytes = Buffer.from('wanted again');
    const { sha256 } = await store.put('previews', bytes, { maxBytes: 100 });
    await age(sha256, old);
    const isReferenced = async (): Promise<boolean> => {
      if (how === 'touch') await store.touch('previews', sha256);
      else await store.put('previews', bytes, { maxBytes: 100 });
      return false;
    };
    expect(await store.sweep('previews', { olderThan, isReferenced })).toBe(0);
    expect(await readFile(join(root, 'previews', sha256.slice(0, 2), sha256))).toEqual(bytes);
  });

  test('files of writers that died long ago are cleared at the next start', async () => {
    const abandoned = join(root, '.incoming', 'dead');
    await writeFile(abandoned, 'half');
    await utimes(abandoned, old, old);
    await writeFile(join(root, '.incoming', 'alive'), 'half');
    await FolderBlobStore.open(root);
    expect(await filesBelow()).toEqual(['alive']);
  });
});
