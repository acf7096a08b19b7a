import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectPicture } from './inspect-picture';
import { bombPng, claimingPng, noise, redAndBlue } from './sample-pictures';

const topLeft = async (jpeg: Uint8Array): Promise<readonly number[]> => {
  const { data } = await sharp(jpeg).raw().toBuffer({ resolveWithObject: true });
  return [...data.subarray(0, 3)].map((value) => (value > 127 ? 1 : 0));
};
const red = [1, 0, 0];
const blue = [0, 0, 1];

describe('a picture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    '%s is known by its content, with digest and thumbnail',
    async (format) => {
      const bytes = await redAndBlue(640, 360).toFormat(format).toBuffer();
      const { thumbnail, ...found } = await inspectPicture(bytes, { thumbnailSide: 160 });
      expect(found).toEqual({
        mediaType: `image/${format}`,
        width: 640,
        height: 360,
        orientation: 1,
        frames: 1,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        bytes,
      });
      expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 160, height: 90 });
    },
  );

  it('may come as a stream', async () => {
    const bytes = await noise(64, 64).png().toBuffer();
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    }
    const { sha256, bytes: whole } = await inspectPicture(pieces());
    expect(Buffer.compare(whole, bytes)).toBe(0);
    expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  // Left half red on the stored rows; EXIF 2.32 says where row 0 and column 0 are seen.
  it.each([
    [1, 64, 32, red],
    [2, 64, 32, blue],
    [3, 64, 32, blue],
    [4, 64, 32, red],
    [5, 32, 64, red],
    [6, 32, 64, red],
    [7, 32, 64, blue],
    [8, 32, 64, blue],
  ])('of orientation %i is seen as %ix%i', async (orientation, width, height, corner) => {
    for (const format of ['jpeg', 'png', 'webp'] as const) {
      const turned = redAndBlue(64, 32).withMetadata({ orientation });
      const found = await inspectPicture(await turned.toFormat(format).toBuffer());
      expect(found).toMatchObject({ width, height, orientation });
      const metadata = await sharp(found.thumbnail).metadata();
      expect(metadata).toMatchObject({ width, height });
      expect([metadata.exif, metadata.icc, metadata.xmp, metadata.orientation]).toEqual(
        Array(4).fill(undefined),
      );
      expect(await topLeft(found.thumbnail)).toEqual(corner);
    }
  });

  it.each<[string, () => Promise<Uint8Array>, object]>([
    ['CMYK', () => redAndBlue(8, 8).toColourspace('cmyk').jpeg().toBuffer(), { mediaType: 'image/jpeg' }],
    ['16-bit', () => redAndBlue(8, 8).toColourspace('rgb16').png().toBuffer(), { mediaType: 'image/png' }],
    ['grey', () => redAndBlue(8, 8).greyscale().png().toBuffer(), { mediaType: 'image/png' }],
    [
      'progressive',
      () => redAndBlue(8, 8).jpeg({ progressive: true }).toBuffer(),
      { mediaType: 'image/jpeg' },
    ],
    ['interlaced', () => redAndBlue(8, 8).png({ progressive: true }).toBuffer(), { mediaType: 'image/png' }],
    ['transparent', () => redAndBlue(8, 8).ensureAlpha(0.5).webp().toBuffer(), { mediaType: 'image/webp' }],
    ['one pixel', () => redAndBlue(1, 1).png().toBuffer(), { width: 1, height: 1 }],
    ['a line', () => redAndBlue(5000, 1).png().toBuffer(), { width: 5000, height: 1 }],
  ])('%s is taken', async (_, bytes, expected) => {
    const { thumbnail, ...found } = await inspectPicture(await bytes());
    expect(found).toMatchObject(expected);
    expect(await sharp(thumbnail).metadata()).toMatchObject({
      format: 'jpeg',
      space: expect.stringMatching(/srgb|b-w/) as string,
    });
  });

  it('transparency is white on its thumbnail', async () => {
    const bytes = await redAndBlue(8, 8).ensureAlpha(0).png().toBuffer();
    expect(await topLeft((await inspectPicture(bytes)).thumbnail)).toEqual([1, 1, 1]);
  });

  it('of several frames counts as its first', async () => {
    const frames = Buffer.concat([
      await redAndBlue(16, 16).raw().toBuffer(),
      await redAndBlue(16, 16).flop().raw().toBuffer(),
    ]);
    const bytes = await sharp(frames, { raw: { width: 16, height: 32, channels: 3, pageHeight: 16 } })
      .webp({ lossless: true })
      .toBuffer();
    const found = await inspectPicture(bytes);
    expect(found).toMatchObject({ width: 16, height: 16, frames: 2 });
    expect(await topLeft(found.thumbnail)).toEqual(red);
  });

  it('with a zip or a page behind it is the picture that it starts with', async () => {
    const picture = await redAndBlue(16, 16).jpeg().toBuffer();
    for (const tail of ['PK\x03\x04', '<script>alert(1)</script>']) {
      const found = await inspectPicture(Buffer.concat([picture, Buffer.from(tail)]));
      expect(found).toMatchObject({ mediaType: 'image/jpeg', width: 16 });
      expect(Buffer.from(found.thumbnail).includes(tail)).toBe(false);
    }
  });
});

describe('what is refused', () => {
  const cut = (bytes: Uint8Array, share: number): Uint8Array =>
    bytes.subarray(0, Math.floor(bytes.length * share));
  const large = async (format: 'jpeg' | 'png' | 'webp', progressive = false): Promise<Buffer> =>
    noise(640, 480)
      .toFormat(format, progressive ? { progressive } : {})
      .toBuffer();

  /** A segment of its own, with the markers that end a JPEG. */
  const withThumbnail = (jpeg: Buffer): Buffer =>
    Buffer.concat([
      jpeg.subarray(0, 2),
      Buffer.from([0xff, 0xe1, 0, 6, 0xff, 0xd8, 0xff, 0xd9]),
      jpeg.subarray(2),
    ]);

  it.each<[string, () => Promise<Uint8Array> | Uint8Array, string, RegExp]>([
    ['no bytes', () => new Uint8Array(), 'image.unreadable', /empty/],
    ['a web page', () => Buffer.from('<!doctype html>'), 'image.unsupported-type', /WebP file\.$/],
    [
      'a GIF that goes on as a JPEG',
      () => Buffer.from('GIF89a\xff\xd8\xff', 'latin1'),
      'image.unsupported-type',
      /but a GIF\.$/,
    ],
    ['a TIFF', () => redAndBlue(8, 8).tiff().toBuffer(), 'image.unsupported-type', /but a TIFF\.$/],
    ['an AVIF', () => redAndBlue(8, 8).avif().toBuffer(), 'image.unsupported-type', /but an AVIF\.$/],
    [
      'half a JPEG',
      async () => cut(await large('jpeg'), 0.5),
      'image.truncated',
      /end of the picture is missing/,
    ],
    ['nearly all of a JPEG', async () => cut(await large('jpeg'), 0.99), 'image.truncated', /missing/],
    [
      'half a progressive JPEG',
      async () => cut(await large('jpeg', true), 0.5),
      'image.truncated',
      /missing/,
    ],
    ['half a PNG', async () => cut(await large('png'), 0.5), 'image.truncated', /missing/],
    ['half an interlaced PNG', async () => cut(await large('png', true), 0.5), 'image.truncated', /missing/],
    ['half a WebP', async () => cut(await large('webp'), 0.5), 'image.truncated', /missing/],
    [
      'half a JPEG with a whole thumbnail inside',
      async () => cut(withThumbnail(await large('jpeg')), 0.5),
      'image.truncated',
      /missing/,
    ],
    [
      'the first bytes of a JPEG',
      () => new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      'image.truncated',
      /missing/,
    ],
    ['a bomb', () => bombPng(30_000, 30_000), 'image.too-many-pixels', /30000x30000/],
    ['a claim', () => claimingPng(1_000_000, 1_000_000), 'image.too-many-pixels', /at most 50000000/],
    ['a claim beyond all limits', () => claimingPng(0x7fffffff, 0x7fffffff), 'image.unreadable', /decoded/],
  ])('%s', async (_, bytes, code, message) => {
    const failure = await inspectPicture(await bytes()).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      name: 'ImageError',
      code,
      message: expect.stringMatching(message) as string,
    });
  });

  it('more bytes than are taken, without reading them all', async () => {
    let read = 0;
    async function* endless() {
      for (;;) {
        read += 1000;
        yield new Uint8Array(1000);
      }
    }
    const limits = { maxBytes: 5000, maxPixels: 100 };
    await expect(inspectPicture(endless(), { limits })).rejects.toMatchObject({ code: 'image.too-large' });
    expect(read).toBe(6000);
  });
});
