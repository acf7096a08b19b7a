import { createHash } from 'node:crypto';
import { type ImageLimits, defaultImageLimits } from './image';
import { ImageError } from './image-error';
import { openPicture, reading } from './open-picture';
import { plainBytes } from './plain-bytes';
import type { PictureType } from './picture-type';

export interface InspectedPicture {
  /** By content, never by name. */
  readonly mediaType: `image/${PictureType}`;
  /** As people see it, after the EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** EXIF orientation, 1 to 8; from 5 on the stored rows are the columns that people see. */
  readonly orientation: number;
  /** More than 1 in an animation, of which only the first frame counts. */
  readonly frames: number;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** JPEG, upright, sRGB, without metadata. */
  readonly thumbnail: Uint8Array;
}

export interface InspectOptions {
  readonly limits?: ImageLimits;
  /** Longest side of the thumbnail; a smaller picture is not enlarged. */
  readonly thumbnailSide?: number;
}

const thumbnailQuality = 80;

/**
 * Everything that an import asks of a picture, from one decoding: that it is one and complete, what it is, its digest and
 * its thumbnail. Throws an `ImageError`. One thread decodes: ask for as many at once as there are cores. Holds
 * the picture's bytes (`limits.maxBytes`) and, while it shrinks, a few of its rows; of a progressive JPEG or an interlaced
 * PNG everything (`limits.maxPixels`).
 */
export async function inspectPicture(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  { limits = defaultImageLimits, thumbnailSide = 320 }: InspectOptions = {},
): Promise<InspectedPicture> {
  const bytes = source instanceof Uint8Array ? source : await collect(source, limits.maxBytes);
  const { type, header, pixels } = await openPicture(bytes, limits);
  const decoding = reading(
    pixels
      .resize(thumbnailSide, thumbnailSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: thumbnailQuality })
      .toBuffer(),
    bytes,
  );
  // Digested while libvips decodes in its own thread.
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const thumbnail = plainBytes(await decoding);
  const orientation = header.orientation ?? 1;
  const [width, height] = orientation >= 5 ? [header.height, header.width] : [header.width, header.height];
  return {
    mediaType: `image/${type}`,
    width,
    height,
    orientation,
    frames: header.pages ?? 1,
    sha256,
    bytes,
    thumbnail,
  };
}

async function collect(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes)
      throw new ImageError('image.too-large', `The picture has more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return plainBytes(Buffer.concat(chunks, size));
}
