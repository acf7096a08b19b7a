import sharp from 'sharp';
import { expect, it } from 'vitest';
import { ImageError } from './image-error';
import { noise, redAndBlue } from './sample-pictures';
import { thumbnail } from './thumbnail';

it('fits a side and keeps the proportions', async () => {
  const preview = await thumbnail(await redAndBlue(640, 480).png().toBuffer(), {
    maxSide: 160,
    maxBytes: 20_000,
  });
  expect(await sharp(preview).metadata()).toMatchObject({ format: 'jpeg', width: 160, height: 120 });
});

it('never enlarges a picture', async () => {
  const preview = await thumbnail(await redAndBlue(28, 20).png().toBuffer(), {
    maxSide: 320,
    maxBytes: 20_000,
  });
  expect(await sharp(preview).metadata()).toMatchObject({ width: 28, height: 20 });
});

it('goes down in quality and then in size until it fits', async () => {
  const bytes = await noise(600, 600).png().toBuffer();
  const roomy = await thumbnail(bytes, { maxSide: 320, maxBytes: 1_000_000 });
  expect(roomy.length).toBeGreaterThan(20_000);
  for (const maxBytes of [20_000, 5_000, 1_000]) {
    const preview = await thumbnail(bytes, { maxSide: 320, maxBytes });
    expect(preview.length).toBeLessThanOrEqual(maxBytes);
    expect((await sharp(preview).metadata()).width).toBeGreaterThanOrEqual(8);
  }
});

it('turns the picture upright and strips where and when it was taken', async () => {
  const exif = { IFD0: { Copyright: 'me' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } };
  const bytes = await redAndBlue(64, 32).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  expect((await sharp(bytes).metadata()).exif).toBeDefined();
  const metadata = await sharp(await thumbnail(bytes, { maxSide: 64, maxBytes: 20_000 })).metadata();
  expect(metadata).toMatchObject({ width: 32, height: 64 });
  expect([metadata.exif, metadata.icc, metadata.orientation]).toEqual([undefined, undefined, undefined]);
});

it('says so when nothing fits, and refuses what is no picture', async () => {
  const bytes = await noise(64, 64).png().toBuffer();
  await expect(thumbnail(bytes, { maxSide: 64, maxBytes: 10 })).rejects.toMatchObject({
    code: 'image.too-large',
  });
  await expect(thumbnail(new Uint8Array(9), { maxSide: 64, maxBytes: 9999 })).rejects.toThrow(ImageError);
});
