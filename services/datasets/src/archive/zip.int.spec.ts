import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleFile, sampleZip } from './sample-zip';
import { ZipArchive, defaultArchiveLimits } from './zip-reader';
import { zip, type ZipContent } from './zip-writer';

let dir: string;
let count = 0;
const archives: ZipArchive[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-zip-'));
});
afterEach(async () => {
  for (const archive of archives.splice(0)) await archive.close();
});
afterAll(() => rm(dir, { recursive: true }));

async function opened(bytes: Uint8Array, limits = defaultArchiveLimits): Promise<ZipArchive> {
  const path = join(dir, `${count++}.zip`);
  await writeFile(path, bytes);
  const archive = await ZipArchive.open(path, limits);
  archives.push(archive);
  return archive;
}

async function* each(files: Readonly<Record<string, string | Uint8Array>>): AsyncGenerator<ZipContent> {
  for (const [path, bytes] of Object.entries(files)) yield { path, bytes: Buffer.from(bytes) };
}

const written = async (files: AsyncIterable<ZipContent>): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(zip(files)));

const text = async (archive: ZipArchive, name: string): Promise<string> =>
  Buffer.from(await archive.read(name, 1_000_000)).toString();

describe('a zip that is written', () => {
  it('is read again: names of every language, empty files, order', async () => {
    const files = { 'b.txt': 'two', '사진/가.jpg': 'one', 'empty.txt': '' };
    const archive = await opened(await written(each(files)));
    expect([...archive.names]).toEqual(Object.keys(files));
    expect(archive.skipped).toEqual([]);
    for (const [name, content] of Object.entries(files)) expect(await text(archive, name)).toBe(content);
  });

  it('has the same bytes whenever and wherever it is written', async () => {
    const bytes = await written(each({ 'a.txt': 'a', 'b/c.txt': 'c' }));
    expect(createHash('sha256').update(bytes).digest('hex')).toMatchInlineSnapshot(
      `"70a023465884b3f911f1694d113aad3c9a1b80191f12b4e04ef7c4e0a97259f7"`,
    );
  });

  it('of nothing is a zip, too', async () => {
    expect([...(await opened(await written(each({})))).names]).toEqual([]);
  });

  it('holds more files than the old directory can count', async () => {
    async function* many(): AsyncGenerator<ZipContent> {
      for (let n = 0; n < 70_000; n++) yield { path: `${n}.txt`, bytes: Buffer.from(String(n)) };
    }
    const path = join(dir, 'many.zip');
    await pipeline(Readable.from(zip(many())), createWriteStream(path));
    const archive = await ZipArchive.open(path);
    archives.push(archive);
    expect([...archive.names]).toHaveLength(70_000);
    expect(await text(archive, '69999.txt')).toBe('69999');
  });

  it('asks for the next file only when the one before is written', async () => {
    let asked = 0;
    async function* counted(): AsyncGenerator<ZipContent> {
      for (; asked < 10;) yield { path: `${asked++}`, bytes: Buffer.alloc(1) };
    }
    const chunks = zip(counted());
    await chunks.next();
    await chunks.next();
    expect(asked).toBe(1);
    await chunks.return();
    expect(asked).toBe(1);
  });

  it('comes back whatever is in it', async () => {
    const contents = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.uint8Array({ maxLength: 2000 }), {
      maxKeys: 8,
    });
    await fc.assert(
      fc.asyncProperty(contents, async (files) => {
        const archive = await opened(await written(each(files)));
        expect([...archive.names]).toEqual(Object.keys(files));
        for (const [name, content] of Object.entries(files))
          expect(Buffer.compare(await archive.read(name, 5000), content)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

const good: SampleFile = { name: 'good.jpg', bytes: 'good' };

describe('a file that is left out, and the rest taken', () => {
  it.each<[string, SampleFile, string]>([
    ['leads up', { name: '../evil.jpg' }, 'file.unsafe-name'],
    ['leads up in the middle', { name: 'a/../../evil.jpg' }, 'file.unsafe-name'],
    ['starts at the root', { name: '/etc/passwd' }, 'file.unsafe-name'],
    ['starts at a drive', { name: 'C:/evil.jpg' }, 'file.unsafe-name'],
    ['has a backslash', { name: '..\\evil.jpg' }, 'file.unsafe-name'],
    ['has a zero byte', { name: 'a\0.jpg' }, 'file.unsafe-name'],
    ['has no name', { name: '' }, 'file.unsafe-name'],
    ['is a link', { name: 'link.jpg', bytes: '/etc/passwd', mode: 0o120777 }, 'file.link'],
    ['is a device', { name: 'dev.jpg', mode: 0o060666 }, 'file.link'],
    [
      'is encrypted',
      { name: 'secret.jpg', bytes: '123456789012', flags: 1, claims: { size: 0 } },
      'file.encrypted',
    ],
    ['is an archive', { name: 'more.zip', bytes: 'PK' }, 'file.nested-archive'],
    [
      'is packed in a way that we do not know',
      { name: 'lzma.jpg', bytes: 'x', method: 14 },
      'file.compression',
    ],
    ['is called like another', { name: 'good.jpg', bytes: 'evil' }, 'file.duplicate'],
    [
      'is larger than any may be',
      { name: 'a.jpg', bytes: 'x', method: 8, claims: { size: 2 ** 31 } },
      'file.too-large',
    ],
    [
      'unpacks to a thousand times its size',
      { name: 'bomb.jpg', bytes: Buffer.alloc(5_000_000), deflate: true },
      'file.bomb',
    ],
  ])('%s', async (_, file, code) => {
    const archive = await opened(sampleZip(good, file));
    expect(archive.skipped).toEqual([{ name: String(file.name), code }]);
    expect([...archive.names]).toEqual(['good.jpg']);
    expect(await text(archive, 'good.jpg')).toBe('good');
  });

  it('without a word, where nobody misses it', async () => {
    const junk = ['__MACOSX/._a.jpg', '.DS_Store', 'a/Thumbs.db', 'folder/'].map((name) => ({ name }));
    const archive = await opened(sampleZip(...junk, good));
    expect([[...archive.names], archive.skipped]).toEqual([['good.jpg'], []]);
  });
});

it.each([
  ['UTF-8', '사진.jpg', '사진.jpg'],
  ['decomposed', '사진.jpg'.normalize('NFD'), '사진.jpg'],
  ['code page 949', Buffer.from([0xbb, 0xe7, 0xc1, 0xf8, 0x2e, 0x6a, 0x70, 0x67]), '사진.jpg'],
  ['code page 437', Buffer.from([0x81, 0x2e, 0x6a, 0x70, 0x67]), 'ü.jpg'],
])('a name without the UTF-8 flag may be %s', async (_, name, expected) => {
  expect([...(await opened(sampleZip({ name }))).names]).toEqual([expected]);
});

describe('an archive that is refused', () => {
  const refusal = async (bytes: Uint8Array, limits = defaultArchiveLimits): Promise<unknown> =>
    opened(bytes, limits).catch((error: unknown) => error);
  const whole = sampleZip(good, { name: 'b.jpg', bytes: 'b'.repeat(500) });

  it.each<[string, Uint8Array, string]>([
    ['is empty', Buffer.alloc(0), 'archive.unreadable'],
    ['is a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0]), 'archive.unreadable'],
    ['is cut off', whole.subarray(0, 300), 'archive.truncated'],
    ['lacks its middle', Buffer.concat([whole.subarray(0, 40), whole.subarray(400)]), 'archive.truncated'],
    ['has rubbish for a directory', Buffer.from(whole).fill('x', 631, 635), 'archive.unreadable'],
    [
      'has a file twice under two names',
      sampleZip(good, { name: 'again.jpg', bytes: 'good', claims: { offset: 0 } }),
      'archive.overlapping',
    ],
    [
      'has a file within another',
      sampleZip({ name: 'a.jpg', bytes: 'x'.repeat(100) }, { ...good, claims: { offset: 50 } }),
      'archive.overlapping',
    ],
    [
      'claims a file beyond its end',
      sampleZip({ name: 'a.jpg', bytes: 'x', claims: { size: 90_000, packed: 90_000 } }),
      'archive.truncated',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toMatchObject({ code });
  });

  it('holds more files, or more bytes, than are taken', async () => {
    expect(await refusal(whole, { ...defaultArchiveLimits, maxFiles: 1 })).toMatchObject({
      code: 'archive.too-many-files',
    });
    expect(await refusal(whole, { ...defaultArchiveLimits, maxTotalBytes: 503 })).toMatchObject({
      code: 'archive.too-large',
    });
  });

  it('whatever is done to its bytes, is read or refused, never worse', async () => {
    const change = fc.record({ at: fc.nat(whole.length - 1), to: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const { at, to } of changes) bytes[at] = to;
        const archive = await opened(bytes).catch((error: unknown) => {
          expect(error).toMatchObject({ name: 'DomainError' });
          return undefined;
        });
        if (archive === undefined) return;
        for (const name of archive.names)
          await archive
            .read(name, 1000)
            .catch((error: unknown) => expect(error).toMatchObject({ name: 'DomainError' }));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a file that is not what the directory says', () => {
  const reading = async (file: SampleFile): Promise<unknown> => {
    const archive = await opened(sampleZip(file, good));
    const error = await archive.read('a.jpg', 10_000_000).catch((failure: unknown) => failure);
    expect(await text(archive, 'good.jpg')).toBe('good');
    return error;
  };

  it.each<[string, SampleFile]>([
    ['has another CRC', { name: 'a.jpg', bytes: 'abc', claims: { crc: 1 } }],
    ['unpacks to more', { name: 'a.jpg', bytes: Buffer.alloc(900_000), deflate: true, claims: { size: 10 } }],
    ['unpacks to less', { name: 'a.jpg', bytes: 'abc', deflate: true, claims: { size: 10 } }],
    ['is not deflated at all', { name: 'a.jpg', bytes: 'abcdefgh', method: 8 }],
  ])('%s', async (_, file) => {
    expect(await reading(file)).toMatchObject({ code: 'archive.file-corrupt' });
  });

  it('is not read when it is larger than asked for, or unknown', async () => {
    const archive = await opened(sampleZip(good));
    await expect(archive.read('good.jpg', 3)).rejects.toMatchObject({ code: 'archive.file-too-large' });
    await expect(archive.read('other.jpg', 3)).rejects.toMatchObject({ code: 'archive.file-unknown' });
  });
});

it('a refused archive leaves its file closed', async () => {
  const path = join(dir, 'closed.zip');
  await writeFile(path, 'no zip');
  await expect(ZipArchive.open(path)).rejects.toMatchObject({ code: 'archive.unreadable' });
  const links = (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => ''));
  expect(await Promise.all(links)).not.toContain(path);
});
