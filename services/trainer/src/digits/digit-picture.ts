import type { Image } from '@tutti/vision';
import sharp from 'sharp';
import { digitSide } from './digit-source';

const scale = 5;

/** Large enough for people to see. Training uses the same pictures that the device will read. */
export const digitPictureSide = digitSide * scale;

interface Tap {
  readonly first: number;
  readonly second: number;
  /** How far the target pixel's centre lies from the first towards the second. */
  readonly share: number;
}

const taps: readonly Tap[] = Array.from({ length: digitPictureSide }, (_, target) => {
  const centre = Math.max(0, (target + 0.5) / scale - 0.5);
  const first = Math.min(digitSide - 1, Math.floor(centre));
  return { first, second: Math.min(digitSide - 1, first + 1), share: centre - first };
});

/** Enlarges a digit (bilinear) into a grey RGB picture. */
export function digitPicture(digit: Uint8Array): Image {
  const data = new Uint8Array(digitPictureSide * digitPictureSide * 3);
  let to = 0;
  for (const down of taps) {
    const row = blend(digit, down);
    for (const { first, second, share } of taps) {
      const left = row[first] ?? 0;
      const ink = Math.round(left + ((row[second] ?? 0) - left) * share);
      data[to++] = ink;
      data[to++] = ink;
      data[to++] = ink;
    }
  }
  return { width: digitPictureSide, height: digitPictureSide, data };
}

/** The same as a PNG file: grey, small. */
export function digitPng(digit: Uint8Array): Promise<Uint8Array> {
  const { data, width, height } = digitPicture(digit);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .toColourspace('b-w')
    .png({ compressionLevel: 2 })
    .toBuffer();
}

/** One row between two rows of the digit. */
function blend(digit: Uint8Array, { first, second, share }: Tap): Float64Array {
  const row = new Float64Array(digitSide);
  for (let x = 0; x < digitSide; x++) {
    const above = digit[first * digitSide + x] ?? 0;
    row[x] = above + ((digit[second * digitSide + x] ?? 0) - above) * share;
  }
  return row;
}
