import { maxSide } from '@tutti/contracts/datasets';
import { ImageError, inspectPicture, type ImageLimits, type InspectedPicture } from '@tutti/vision';
import { refused } from '../dataset/dataset-refusal.decider';

export interface PictureRules {
  readonly limits: ImageLimits;
  /** What it is refused with. */
  readonly code: 'item.picture-invalid' | 'frame.picture-invalid';
}

/** A picture that datasets can hold. Throws the refusal with the reason. */
export const inspected = async (
  content: Uint8Array | AsyncIterable<Uint8Array>,
  { limits, code }: PictureRules,
): Promise<InspectedPicture> => {
  try {
    const picture = await inspectPicture(content, { limits });
    if (Math.max(picture.width, picture.height) > maxSide)
      throw new ImageError('image.too-many-pixels', `A side of a picture has at most ${maxSide} pixels.`);
    return picture;
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw refused(code, error.message, { params: { reason: error.code } });
  }
};
