import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { digitPng } from './digit-picture';
import { digitSource } from './digit-source';
import type { Digit } from './digit-split';

/** Writes digits as PNG files whose names tell nothing, and the truth into `labels.csv` (file,label). */
export async function writePictures(
  folder: string,
  digits: readonly Digit[],
): Promise<readonly Uint8Array[]> {
  await mkdir(folder, { recursive: true });
  const named = digits.map((digit, index) => ({
    ...digit,
    file: `digit-${String(index + 1).padStart(4, '0')}.png`,
  }));
  const pictures = await Promise.all(
    named.map(async ({ pixels, file }) => {
      const bytes = await digitPng(pixels);
      await writeFile(join(folder, file), bytes);
      return bytes;
    }),
  );
  const rows = named.map(({ file, label }) => `${file},${digitSource.labels[label] ?? ''}\n`);
  await writeFile(join(folder, 'labels.csv'), `file,label\n${rows.join('')}`);
  return pictures;
}
