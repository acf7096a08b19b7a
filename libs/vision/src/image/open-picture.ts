import sharp, { type Sharp } from 'sharp';
import { ImageError } from './image-error';
import type { ImageLimits } from './image';
import { pictureType } from './picture-type';

// One libvips thread per picture, since several pictures are decoded at a time; no cache, since none is read twice.
sharp.concurrency(1);
sharp.cache(false);

const timeoutSeconds = 20;

/** Checks bytes, type and claimed size, then hands out an upright, not yet decoded picture. */
export async function openPicture(bytes: Uint8Array, limits: ImageLimits): Promise<Sharp> {
  if (bytes.length === 0) throw new ImageError('image.unreadable', 'The picture is empty.');
  if (bytes.length > limits.maxBytes) {
    throw new ImageError(
      'image.too-large',
      `The picture has ${bytes.length} bytes; at most ${limits.maxBytes} are taken.`,
    );
  }
  if (pictureType(bytes) === undefined) {
    throw new ImageError('image.unsupported-type', 'The picture is not a JPEG, PNG or WebP file.');
  }
  await checkClaimedSize(bytes, limits);
  return sharp(bytes, {
    autoOrient: true,
    failOn: 'warning',
    limitInputPixels: limits.maxPixels,
    sequentialRead: true,
  }).timeout({ seconds: timeoutSeconds });
}

async function checkClaimedSize(bytes: Uint8Array, limits: ImageLimits): Promise<void> {
  const { width, height } = await reading(sharp(bytes, { limitInputPixels: false }).metadata());
  if (width * height > limits.maxPixels) {
    throw new ImageError(
      'image.too-many-pixels',
      `The picture claims ${width}x${height} pixels; at most ${limits.maxPixels} are decoded.`,
    );
  }
}

/** Turns every failure of the decoder into "unreadable". */
export async function reading<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ImageError('image.unreadable', `The picture cannot be decoded: ${reason}`, { cause: error });
  }
}
