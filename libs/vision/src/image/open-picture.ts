import sharp, { type Metadata, type Sharp } from 'sharp';
import { ImageError } from './image-error';
import type { ImageLimits } from './image';
import { type PictureType, isCutOff, otherType, pictureType } from './picture-type';

// One libvips thread per picture, since several pictures are decoded at a time; no cache, since none is read twice.
sharp.concurrency(1);
sharp.cache(false);

const timeoutSeconds = 20;

/** A picture whose bytes, type and claimed size are within the limits; nothing is decoded yet. */
export interface OpenedPicture {
  readonly type: PictureType;
  readonly header: Metadata;
  /** Upright. */
  readonly pixels: Sharp;
}

/** Checks bytes, type and claimed size, then hands out an upright, not yet decoded picture. */
export async function openPicture(bytes: Uint8Array, limits: ImageLimits): Promise<OpenedPicture> {
  const type = checkBytes(bytes, limits);
  const header = await reading(sharp(bytes, { limitInputPixels: false }).metadata(), bytes);
  if (header.width * header.height > limits.maxPixels) {
    throw new ImageError(
      'image.too-many-pixels',
      `The picture claims ${header.width}x${header.height} pixels; at most ${limits.maxPixels} are decoded.`,
    );
  }
  const pixels = sharp(bytes, {
    autoOrient: true,
    failOn: 'warning',
    limitInputPixels: limits.maxPixels,
    sequentialRead: true,
  }).timeout({ seconds: timeoutSeconds });
  return { type, header, pixels };
}

function checkBytes(bytes: Uint8Array, limits: ImageLimits): PictureType {
  if (bytes.length === 0) throw new ImageError('image.unreadable', 'The picture is empty.');
  if (bytes.length > limits.maxBytes) {
    throw new ImageError(
      'image.too-large',
      `The picture has ${bytes.length} bytes; at most ${limits.maxBytes} are taken.`,
    );
  }
  const type = pictureType(bytes);
  if (type !== undefined) return type;
  const other = otherType(bytes);
  throw new ImageError(
    'image.unsupported-type',
    `The picture is not a JPEG, PNG or WebP file${other === undefined ? '' : `, but ${other}`}.`,
  );
}

/** Turns every failure of the decoder into "truncated" or "unreadable". */
export async function reading<T>(work: Promise<T>, bytes: Uint8Array): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    const type = pictureType(bytes);
    if (type !== undefined && isCutOff(bytes, type))
      throw new ImageError('image.truncated', `The end of the picture is missing: ${reason}`, {
        cause: error,
      });
    throw new ImageError('image.unreadable', `The picture cannot be decoded: ${reason}`, { cause: error });
  }
}
