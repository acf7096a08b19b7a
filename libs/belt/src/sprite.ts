import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import sharp from 'sharp';
import { type Part, partSource } from './parts';

/** A picture with transparency: four floats per pixel, red, green, blue times alpha, and alpha (all 0..255). */
export interface Sprite {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** The same part at full, half, a quarter and an eighth of its size: what is drawn small is read from a small one. */
export type SpriteLevels = readonly Sprite[];

const levels = 4;

/** Reads a part, cut to what can be seen of it. */
export async function readSprite({ file }: Part): Promise<SpriteLevels> {
  const folder = dirname(createRequire(import.meta.url).resolve(`${partSource}/package.json`));
  const { data, info } = await sharp(join(folder, 'assets', file))
    .ensureAlpha()
    .trim({ background: { r: 0, g: 0, b: 0, alpha: 0 } })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const full = { width: info.width, height: info.height, data: premultiplied(data) };
  return Array.from({ length: levels - 1 }).reduce<Sprite[]>(
    (smaller) => [...smaller, halved(smaller.at(-1) ?? full)],
    [full],
  );
}

function premultiplied(rgba: Uint8Array): Float32Array {
  return Float32Array.from(rgba, (value, at) =>
    at % 4 === 3 ? value : (value * (rgba[at - (at % 4) + 3] ?? 0)) / 255,
  );
}

function halved({ width, height, data }: Sprite): Sprite {
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const small = new Float32Array(half.width * half.height * 4);
  for (let at = 0; at < small.length; at++) {
    const x = ((at >> 2) % half.width) * 2;
    const y = Math.floor((at >> 2) / half.width) * 2;
    const value = (column: number, row: number): number =>
      column < width && row < height ? (data[(row * width + column) * 4 + (at & 3)] ?? 0) : 0;
    small[at] = (value(x, y) + value(x + 1, y) + value(x, y + 1) + value(x + 1, y + 1)) / 4;
  }
  return { ...half, data: small };
}
