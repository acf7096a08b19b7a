import { type Image, type ImageLimits, defaultImageLimits } from './image';
import { openPicture, reading } from './open-picture';
import { plainBytes } from './plain-bytes';

/**
 * Decodes a JPEG, PNG or WebP: turned as its EXIF orientation says, sRGB, transparency on white, the first frame of
 * an animation. Throws an `ImageError`.
 */
export async function decodeImage(
  bytes: Uint8Array,
  limits: ImageLimits = defaultImageLimits,
): Promise<Image> {
  const { pixels } = await openPicture(bytes, limits);
  const { data, info } = await reading(
    pixels
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
    bytes,
  );
  return { width: info.width, height: info.height, data: plainBytes(data) };
}
