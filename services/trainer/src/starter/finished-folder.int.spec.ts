import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { finishFolder } from './finished-folder';

let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'finished-'));
});
afterEach(() => rm(parent, { recursive: true }));

it('shows the folder only when all is in it', async () => {
  const target = join(parent, 'deep', 'out');
  await finishFolder(target, async (folder) => {
    await writeFile(join(folder, 'one'), '1');
    expect(await readdir(join(parent, 'deep'))).not.toContain('out');
  });
  expect(await readdir(join(parent, 'deep'))).toEqual(['out']);
  expect(await readFile(join(target, 'one'), 'utf8')).toBe('1');
});

it('leaves nothing behind when filling fails', async () => {
  const failing = finishFolder(join(parent, 'out'), async (folder) => {
    await writeFile(join(folder, 'half'), '1');
    throw new Error('disk full');
  });
  await expect(failing).rejects.toThrow('disk full');
  expect(await readdir(parent)).toEqual([]);
});

it('lets one of two win, whole', async () => {
  const fill = (text: string) =>
    finishFolder(join(parent, 'out'), async (folder) => {
      await writeFile(join(folder, 'a'), text);
      await writeFile(join(folder, 'b'), text);
    });
  await Promise.all([fill('left'), fill('right')]);
  expect(await readdir(parent)).toEqual(['out']);
  const [a, b] = await Promise.all(['a', 'b'].map((name) => readFile(join(parent, 'out', name), 'utf8')));
  expect(a).toBe(b);
});

it('removes what a run killed long ago left, not what another run is writing', async () => {
  await mkdir(join(parent, 'out.part-old'));
  await mkdir(join(parent, 'out.part-busy'));
  await utimes(join(parent, 'out.part-old'), new Date(0), new Date(0));
  await finishFolder(join(parent, 'out'), (folder) => writeFile(join(folder, 'x'), ''));
  expect((await readdir(parent)).toSorted()).toEqual(['out', 'out.part-busy']);
});
