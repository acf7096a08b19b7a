import { inspectPicture } from '@tutti/vision';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { cameraPicture } from './camera-pictures';
import { median, perSecond, report } from './report';

/**
 * What an import does to each picture (digest, proof that it is whole, size, thumbnail, all from one decoding) against the
 * bare loop of hash, copy and sharp thumbnail, on 500 JPEGs of 1920x1080, as many at once as there are cores.
 */

const pictures = 500;
const different = 20;
const rounds = 3;
const side = 320;
const lanes = availableParallelism();
const dir = mkdtempSync(join(tmpdir(), 'tutti-bench-'));
const nameOf = (n: number): string => join(dir, `${n}.jpg`);

let bytes = 0;
for (let n = 0; n < different; n++) writeFileSync(nameOf(n), await cameraPicture(n));
for (let n = 0; n < pictures; n++) {
  const picture = readFileSync(nameOf(n % different));
  bytes += picture.length;
  writeFileSync(nameOf(n), picture);
}
mkdirSync(join(dir, 'out'));
const outOf = (n: number): string => join(dir, 'out', `${n}.jpg`);

const bare = async (n: number): Promise<void> => {
  const picture = await readFile(nameOf(n));
  createHash('sha256').update(picture).digest('hex');
  await writeFile(outOf(n), picture);
  const thumbnail = sharp(picture)
    .autoOrient()
    .resize(side, side, { fit: 'inside', withoutEnlargement: true });
  await writeFile(outOf(n), await thumbnail.jpeg({ quality: 80 }).toBuffer());
};

const ours = async (n: number): Promise<void> => {
  const { bytes: picture, thumbnail } = await inspectPicture(await readFile(nameOf(n)), {
    thumbnailSide: side,
  });
  await writeFile(outOf(n), picture);
  await writeFile(outOf(n), thumbnail);
};

const rates: Record<'bare' | 'ours', number[]> = { bare: [], ours: [] };
await perSecond(50, lanes, ours);
globalThis.gc?.();
const before = process.memoryUsage().rss;
let most = before;
for (let round = 0; round < rounds; round++) {
  rates.bare.push(await perSecond(pictures, lanes, bare));
  rates.ours.push(
    await perSecond(pictures, lanes, async (n) => {
      await ours(n);
      most = Math.max(most, process.memoryUsage().rss);
    }),
  );
}

const ratios = rates.ours.map((rate, round) => rate / (rates.bare[round] ?? Number.NaN));
report('picture-import', [
  {
    name: 'Inspect, copy, thumbnail: share of the bare loop',
    value: median(ratios),
    unit: '',
    goal: '>= 0.9',
  },
  { name: 'Inspect, copy, thumbnail', value: median(rates.ours), unit: 'pictures/s' },
  { name: 'Bare hash, copy, sharp thumbnail', value: median(rates.bare), unit: 'pictures/s' },
  { name: 'Mean size of a picture', value: bytes / pictures / 1024, unit: 'KiB' },
  { name: 'Pictures at once', value: lanes, unit: '' },
  { name: 'Memory above the start, at most', value: (most - before) / 2 ** 20, unit: 'MiB', goal: '<= 100' },
]);
rmSync(dir, { recursive: true });
