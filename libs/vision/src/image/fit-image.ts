import sharp, { type Sharp } from 'sharp';
import { type Image, assertImage } from './image';
import { type Placement, letterbox } from './letterbox';
import { plainBytes } from './plain-bytes';

export type ResizeMode = 'stretch' | 'letterbox';

/** How a model wants a picture to be cut to its input. `padValue` (0..255) fills what a letterbox leaves free. */
export interface Fit {
  readonly width: number;
  readonly height: number;
  readonly resize: ResizeMode;
  readonly padValue: number;
}

export interface FittedImage {
  readonly image: Image;
  readonly placement: Placement;
}

/** Resizes a picture to a model's input (bilinear, antialiased). Training and inference both go through here. */
export async function fitImage(picture: Image, fit: Fit): Promise<FittedImage> {
  assertImage(picture);
  const frame = { width: fit.width, height: fit.height };
  const placement = fit.resize === 'letterbox' ? letterbox(picture, frame) : { left: 0, top: 0, ...frame };
  if (picture.width === fit.width && picture.height === fit.height) return { image: picture, placement };
  const resized = sharp(picture.data, {
    raw: { width: picture.width, height: picture.height, channels: 3 },
  }).resize(placement.width, placement.height, { fit: 'fill', kernel: 'linear' });
  const data = await pad(resized, fit, placement).raw().toBuffer();
  return { image: { ...frame, data: plainBytes(data) }, placement };
}

function pad(resized: Sharp, fit: Fit, { left, top, width, height }: Placement): Sharp {
  if (width === fit.width && height === fit.height) return resized;
  const background = { r: fit.padValue, g: fit.padValue, b: fit.padValue };
  return resized.extend({
    left,
    top,
    right: fit.width - width - left,
    bottom: fit.height - height - top,
    background,
  });
}
