import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Image } from '@tutti/vision';
import sharp from 'sharp';
import { BeltCamera, parts } from '@tutti/belt';
import type { TrainingData, TrainingItem } from '@tutti/trainer/testing';
import { seededRandom, shuffled } from '@tutti/kernel';

export const seed = 1;

interface Drawn {
  readonly classKey: string;
  readonly split: 'train' | 'test';
  readonly image: Image;
}

/** Pictures that are there already: what is measured is training. */
function dataOf(drawn: readonly Drawn[]): TrainingData {
  const images = new Map<string, Image>();
  const items = drawn.map(({ classKey, split, image }): TrainingItem => {
    const { width, height, data } = image;
    const digest = createHash('sha256').update(data).digest('hex');
    images.set(digest, image);
    const nobody = { id: null, datasetId: null, deviceId: null, fileName: null };
    return { digest, label: { classKey }, split, width, height, ...nobody };
  });
  const image = (digest: string): Image => {
    const found = images.get(digest);
    if (found === undefined) throw new Error(`No picture has the digest ${digest}.`);
    return found;
  };
  return {
    classes: [...new Set(drawn.map(({ classKey }) => classKey))].map((key) => ({ key, name: key })),
    items,
    image,
    picture: (digest) => {
      const { width, height, data } = image(digest);
      return sharp(data, { raw: { width, height, channels: 3 } })
        .png()
        .toBuffer();
    },
  };
}

/** Close-ups of parts on belts: the same parts in new poses, in other light, on other belts. */
export async function beltParts(perClass: number): Promise<TrainingData> {
  const camera = await BeltCamera.open({ seed, side: 200 });
  let number = 0;
  return dataOf(
    (['train', 'test'] as const).flatMap((split) =>
      parts.flatMap(({ key: classKey }) =>
        Array.from({ length: perClass }, () => ({
          ...{ classKey, split },
          image: camera.closeUp(number++, classKey).image,
        })),
      ),
    ),
  );
}

const digitSide = 20;

/** Real handwriting of Debian's opencv-doc; undefined where it cannot be had. 100 of each to learn from, 250 to judge. */
export async function opencvDigits(): Promise<TrainingData | undefined> {
  const file = fetched();
  if (file === undefined) return undefined;
  const random = seededRandom(seed);
  const drawn: Drawn[] = [];
  for (let digit = 0; digit < 10; digit++) {
    const places = shuffled(
      Array.from({ length: 500 }, (_, at) => [at % 100, digit * 5 + Math.floor(at / 100)] as const),
      random,
    );
    for (const [at, [column, row]] of places.slice(0, 350).entries()) {
      const area = { left: column * digitSide, top: row * digitSide, width: digitSide, height: digitSide };
      const { data, info } = await sharp(file)
        .extract(area)
        .resize(140, 140, { kernel: 'linear' })
        .toColourspace('srgb')
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const image = { width: info.width, height: info.height, data: new Uint8Array(data) };
      drawn.push({ classKey: String(digit), split: at < 100 ? 'train' : 'test', image });
    }
  }
  return dataOf(drawn);
}

/** `digits.png` out of the package, kept for the next time. */
function fetched(): string | undefined {
  const cache = resolve('.tutti', 'bench-cache');
  const file = join(cache, 'digits.png');
  if (existsSync(file)) return file;
  const dir = mkdtempSync(join(tmpdir(), 'tutti-opencv-'));
  try {
    execFileSync('apt-get', ['download', 'opencv-doc'], { cwd: dir, stdio: 'ignore' });
    const [archive = ''] = readdirSync(dir).filter((name) => name.endsWith('.deb'));
    execFileSync('dpkg', ['-x', archive, 'out'], { cwd: dir });
    const [found = ''] = readdirSync(join(dir, 'out'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\/data\/digits\.png(\.gz)?$/.test(name),
    );
    const bytes = execFileSync('gzip', ['-dcf', join(dir, 'out', found)], { maxBuffer: 2 ** 26 });
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, bytes);
    return file;
  } catch {
    return undefined;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
