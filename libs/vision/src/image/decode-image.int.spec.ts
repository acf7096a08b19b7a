import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { decodeImage } from './decode-image';
import { ImageError } from './image-error';
import { bombPng, claimingPng, noise, redAndBlue } from './sample-pictures';

type Pixel = readonly [number, number, number];

const pixel = (
  { width, data }: { width: number; data: Uint8Array },
  x: number,
  y: number,
): readonly number[] => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
const near = ([r, g, b]: Pixel) => [r, g, b].map((value) => expect.closeTo(value, -1) as number);

describe('a good picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('%s becomes RGB bytes', async (format) => {
    const image = await decodeImage(await redAndBlue(64, 32).toFormat(format, { quality: 95 }).toBuffer());
    expect(image).toMatchObject({ width: 64, height: 32 });
    expect(image.data).toHaveLength(64 * 32 * 3);
    expect(pixel(image, 5, 5)).toEqual(near([255, 0, 0]));
    expect(pixel(image, 60, 30)).toEqual(near([0, 0, 255]));
  });

  // Orientation 6: the camera was turned, show it turned a quarter clockwise, so left becomes top.
  it.each(['jpeg', 'webp', 'png'] as const)('%s is turned as its EXIF orientation says', async (format) => {
    const bytes = await redAndBlue(64, 32)
      .withMetadata({ orientation: 6 })
      .toFormat(format, { quality: 95 })
      .toBuffer();
    expect((await sharp(bytes).metadata()).orientation).toBe(6);
    const image = await decodeImage(bytes);
    expect(image).toMatchObject({ width: 32, height: 64 });
    expect(pixel(image, 28, 4)).toEqual(near([255, 0, 0]));
    expect(pixel(image, 4, 60)).toEqual(near([0, 0, 255]));
  });

  it('grey, transparent, 16-bit and CMYK pictures become RGB too', async () => {
    const grey = await redAndBlue(8, 8).greyscale().png().toBuffer();
    const deep = await redAndBlue(8, 8).toColourspace('rgb16').png().toBuffer();
    const print = await redAndBlue(8, 8).toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    const clear = { width: 8, height: 8, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } } as const;
    expect((await decodeImage(grey)).data).toHaveLength(192);
    expect(pixel(await decodeImage(deep), 0, 0)).toEqual([255, 0, 0]);
    expect((await decodeImage(print)).data).toHaveLength(192);
    expect(pixel(await decodeImage(await sharp({ create: clear }).png().toBuffer()), 4, 4)).toEqual([
      255, 255, 255,
    ]);
  });
});

describe('a picture that is refused', () => {
  const refusal = (bytes: Uint8Array, limits?: Parameters<typeof decodeImage>[1]): Promise<unknown> =>
    decodeImage(bytes, limits).catch((error: unknown) => error);

  it.each<[string, ImageError['code'], () => Uint8Array | Promise<Uint8Array>]>([
    ['no bytes', 'image.unreadable', () => new Uint8Array()],
    ['garbage', 'image.unsupported-type', () => Uint8Array.from({ length: 999 }, (_, i) => (i * 31) % 256)],
    ['a web page', 'image.unsupported-type', () => new TextEncoder().encode('<!doctype html><p>no')],
    [
      'SVG',
      'image.unsupported-type',
      () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ],
    ['GIF', 'image.unsupported-type', () => redAndBlue(8, 8).gif().toBuffer()],
    ['TIFF', 'image.unsupported-type', () => redAndBlue(8, 8).tiff().toBuffer()],
    ['a JPEG signature alone', 'image.truncated', () => new Uint8Array([0xff, 0xd8, 0xff, 0xe0])],
    ['half a JPEG', 'image.truncated', async () => half(await noise(64, 64).jpeg().toBuffer())],
    ['half a PNG', 'image.truncated', async () => half(await noise(64, 64).png().toBuffer())],
    ['half a WebP', 'image.truncated', async () => half(await noise(64, 64).webp().toBuffer())],
    [
      'a PNG with a changed byte',
      'image.unreadable',
      async () => changed(await noise(64, 64).png().toBuffer()),
    ],
    ['a PNG that claims far too much', 'image.too-many-pixels', () => claimingPng(1_000_000, 1_000_000)],
    ['a PNG that claims the impossible', 'image.unreadable', () => claimingPng(0x7fffffff, 0x7fffffff)],
    ['a PNG without its pixels', 'image.unreadable', () => claimingPng(5_000, 5_000)],
  ])('%s: %s', async (_, code, bytes) => {
    const failure = await refusal(await bytes());
    expect(failure).toBeInstanceOf(ImageError);
    expect(failure).toMatchObject({ code });
  });

  it('a real decompression bomb is refused by its header, before a pixel is decoded', async () => {
    const bomb = bombPng(30_000, 30_000);
    expect(bomb.length).toBeLessThan(150_000);
    const before = process.memoryUsage().rss;
    expect(await refusal(bomb)).toMatchObject({ code: 'image.too-many-pixels' });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  it('limits are the caller’s: bytes and pixels', async () => {
    const bytes = await noise(40, 40).png().toBuffer();
    expect(await refusal(bytes, { maxBytes: bytes.length - 1, maxPixels: 1600 })).toMatchObject({
      code: 'image.too-large',
    });
    expect(await refusal(bytes, { maxBytes: bytes.length, maxPixels: 1599 })).toMatchObject({
      code: 'image.too-many-pixels',
    });
    expect(await refusal(bytes, { maxBytes: bytes.length, maxPixels: 1600 })).toMatchObject({ width: 40 });
  });
});

const half = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, Math.floor(bytes.length / 2));

function changed(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const at = Math.floor(copy.length / 2);
  copy[at] = (copy[at] ?? 0) ^ 0xff;
  return copy;
}
