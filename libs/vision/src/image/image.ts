/** A decoded picture: RGB, 3 bytes per pixel, row by row from the top left. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What a picture may cost at most: bytes as it arrives, pixels before they are decoded. */
export interface ImageLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
}

export const defaultImageLimits: ImageLimits = { maxBytes: 20 * 1024 * 1024, maxPixels: 50_000_000 };

/** Throws a RangeError when the size and the bytes of a picture do not belong together. */
export function assertImage(image: Image): void {
  const { width, height, data } = image;
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new RangeError(`A picture of ${width}x${height} pixels does not exist.`);
  }
  if (data.length !== width * height * 3) {
    throw new RangeError(
      `A picture of ${width}x${height} has ${width * height * 3} bytes, not ${data.length}.`,
    );
  }
}
