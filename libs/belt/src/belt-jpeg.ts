import type { Image } from '@tutti/vision';
import sharp from 'sharp';

const quality = 90;

/** As a camera sends it. */
export async function beltJpeg({ width, height, data }: Image): Promise<Uint8Array> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  return new Uint8Array(jpeg);
}
