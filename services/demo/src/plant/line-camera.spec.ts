import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LineCamera, type OnTheBelt } from './line-camera';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-camera-'));
});
afterEach(() => rm(folder, { recursive: true }));

const belt: OnTheBelt = { usual: ['gear', 'lock'], fresh: ['saw'], freshShare: 0 };

const take = async (into: string, truth: Map<string, string>, shown = belt): Promise<void> => {
  const camera = await LineCamera.open({ folder: into, seed: 5, picturesPerSecond: 200 }, shown, truth);
  const failed = new Promise<never>((_, reject) => camera.start(reject));
  await Promise.race([expect.poll(() => camera.number).toBeGreaterThan(4), failed]);
  await camera.stop();
};

it('numbers its pictures, says what each shows, and knows them by their digest', async () => {
  const truth = new Map<string, string>();
  await take(folder, truth);
  const pictures = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
  expect(pictures.slice(0, 3)).toEqual(['000001.jpg', '000002.jpg', '000003.jpg']);
  const labels = (await readFile(join(folder, 'labels.csv'), 'utf8')).trim().split('\n');
  expect(labels.map((line) => line.split(',')[0])).toEqual(pictures);
  for (const line of labels) {
    const [name = '', key] = line.split(',');
    const digest = createHash('sha256').update(await readFile(join(folder, name)));
    expect(truth.get(digest.digest('hex'))).toBe(key);
    expect(belt.usual).toContain(key);
  }
});

it('shows the same again from the same seed, and new parts once they come', async () => {
  const [one, again] = [join(folder, 'one'), join(folder, 'again')];
  await take(one, new Map());
  await take(again, new Map());
  expect(await readFile(join(one, '000004.jpg'))).toEqual(await readFile(join(again, '000004.jpg')));
  const truth = new Map<string, string>();
  await take(join(folder, 'new'), truth, { ...belt, freshShare: 1 });
  expect(new Set(truth.values())).toEqual(new Set(['saw']));
});
