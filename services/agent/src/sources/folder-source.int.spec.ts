import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeSettled } from '../testing/sample-picture';
import { FolderSource, type PictureFile } from './folder-source';

let folder: string;
let stop: AbortController;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-pictures-'));
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await rm(folder, { recursive: true, force: true });
});

const open = (rate = 0): FolderSource =>
  new FolderSource({ folder, intervalMs: 1, rate, log: pino({ level: 'silent' }) });

async function take(pictures: AsyncGenerator<PictureFile, void>, count: number): Promise<PictureFile[]> {
  const taken: PictureFile[] = [];
  while (taken.length < count) {
    const next = await pictures.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}
const namesOf = (pictures: readonly PictureFile[]): string[] => pictures.map(({ name }) => name);

describe('the folder source', () => {
  it('goes round after round over the pictures, subfolders too, and picks up new ones', async () => {
    await mkdir(join(folder, 'line 2'));
    await mkdir(join(folder, '.hidden'));
    for (const name of ['b.png', 'a.JPG', 'line 2/c.webp', 'notes.txt', '.hidden/d.png', 'labels.csv'])
      await writeSettled(join(folder, name), name === 'labels.csv' ? 'b.png,cat' : name);
    const source = open();
    const pictures = source.pictures(stop.signal);
    const first = await take(pictures, 3);
    expect(namesOf(first)).toEqual(['a.JPG', 'b.png', 'line 2/c.webp']);
    expect(first.map(({ truth }) => truth)).toEqual([undefined, 'cat', undefined]);
    expect((await source.read(first[1] as PictureFile))?.bytes.toString()).toBe('b.png');
    await writeSettled(join(folder, 'aa.png'), 'new');
    await writeSettled(join(folder, 'labels.csv'), 'aa.png,a new truth');
    const second = await take(pictures, 4);
    expect(namesOf(second)).toEqual(['a.JPG', 'aa.png', 'b.png', 'line 2/c.webp']);
    expect(second[1]?.truth).toBe('a new truth');
  });

  it('takes each picture once where a camera brings them, and those that were still being written in the end', async () => {
    await writeSettled(join(folder, 'a.png'), 'a');
    const source = new FolderSource({
      folder,
      intervalMs: 1,
      rate: 0,
      once: true,
      log: pino({ level: 'silent' }),
    });
    const pictures = source.pictures(stop.signal);
    const read: (string | undefined)[] = [];
    for (const contents of ['a', 'half', 'whole']) {
      const [file] = await take(pictures, 1);
      read.push(file && (await source.read(file))?.bytes.toString());
      if (contents === 'a') await writeFile(join(folder, 'b.png'), 'half');
      else await writeSettled(join(folder, 'b.png'), 'whole');
    }
    expect(read).toEqual(['a', undefined, 'whole']);
  });

  it('waits for a folder that is not there yet', async () => {
    await rm(folder, { recursive: true });
    const first = take(open().pictures(stop.signal), 1);
    await mkdir(folder);
    await writeSettled(join(folder, 'a.png'), 'x');
    expect(namesOf(await first)).toEqual(['a.png']);
  });

  it('leaves alone what is being written, is gone, or was found unreadable', async () => {
    const source = open();
    const file = { path: join(folder, 'a.png'), name: 'a.png', truth: undefined };
    expect(await source.read(file)).toBeUndefined();
    await writeFile(file.path, 'half');
    expect(await source.read(file)).toBeUndefined();
    await writeSettled(file.path, 'broken');
    const content = await source.read(file);
    source.skip('a.png', content?.version ?? '');
    expect(await source.read(file)).toBeUndefined();
    await writeSettled(file.path, 'repaired');
    expect((await source.read(file))?.bytes.toString()).toBe('repaired');
  });

  it('keeps its pace', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await writeSettled(join(folder, `${name}.png`), 'x');
    const pictures = open(50).pictures(stop.signal);
    const started = performance.now();
    await take(pictures, 6);
    expect(performance.now() - started).toBeGreaterThan(95);
  });
});
