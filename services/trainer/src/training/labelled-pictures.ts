import { type Image, fitImage } from '@tutti/vision';
import type { FeatureExtractor } from '../backbone/feature-extractor';
import type { Matrix } from '../head/matrix';

/** Pictures with their truth. `picture` may decode or draw; it is asked once per use. */
export interface LabelledPictures {
  readonly classes: Uint16Array;
  readonly picture: (index: number) => Image | Promise<Image>;
}

/** What the training does to a picture, and the model's metadata tells the device to do. */
export const trainingFit = { resize: 'stretch', padValue: 0 } as const;

export function featuresOf(pictures: LabelledPictures, extractor: FeatureExtractor): Promise<Matrix> {
  const frame = { width: extractor.side, height: extractor.side, ...trainingFit };
  return extractor.extract(pictures.classes.length, async (index) => {
    const { image } = await fitImage(await pictures.picture(index), frame);
    return image;
  });
}
