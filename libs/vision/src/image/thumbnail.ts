import sharp from 'sharp';
import { type Image, type ImageLimits, defaultImageLimits } from './image';
import { ImageError } from './image-error';
import { openPicture, reading } from './open-picture';
import { plainBytes } from './plain-bytes';

const qualities = [82, 65, 45, 30];
const shrink = 0.75;
const smallestSide = 8;

/** A JPEG preview without metadata: never larger than the picture, quality and then size lowered until it fits. */
export async function thumbnail(
  bytes: Uint8Array,
  options: { readonly maxSide: number; readonly maxBytes: number },
  limits: ImageLimits = defaultImageLimits,
): Promise<Uint8Array> {
  let side = Math.floor(options.maxSide);
  const picture = await shrunk(bytes, side, limits);
  for (side = Math.min(side, Math.max(picture.width, picture.height)); side >= 1; side = next(side)) {
    for (const quality of qualities) {
      const preview = await encode(picture, side, quality);
      if (preview.length <= options.maxBytes) return preview;
    }
  }
  throw new ImageError('image.too-large', `No preview of this picture fits into ${options.maxBytes} bytes.`);
}

const next = (side: number): number =>
  side <= smallestSide ? 0 : Math.max(smallestSide, Math.floor(side * shrink));

async function shrunk(bytes: Uint8Array, side: number, limits: ImageLimits): Promise<Image> {
  const { pixels } = await openPicture(bytes, limits);
  const { data, info } = await reading(
    pixels
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
    bytes,
  );
  return { width: info.width, height: info.height, data: plainBytes(data) };
}

async function encode({ data, width, height }: Image, side: number, quality: number): Promise<Uint8Array> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer();
  return plainBytes(jpeg);
}
