import { type Image, fitImage } from '@tutti/vision';
import type { TrainingItem } from '../task/training-task';

/** How training looks at a picture. */
export type Augmentation = 'plain' | 'mirrored' | 'darker' | 'brighter';

export interface View {
  readonly item: TrainingItem;
  readonly augmentation: Augmentation;
}

/** What a classifier does to every picture, and its metadata tells devices to do. */
export const classifierFit = { resize: 'stretch', padValue: 0 } as const;

const gains = { darker: 0.7, brighter: 1.3 } as const;

export const augmentations: Readonly<Record<'none' | 'light', readonly Augmentation[]>> = {
  none: ['plain'],
  light: ['plain', 'mirrored', 'darker', 'brighter'],
};

/** The picture as the backbone is to see it. */
export async function viewOf(picture: Image, augmentation: Augmentation, side: number): Promise<Image> {
  const { image } = await fitImage(picture, { width: side, height: side, ...classifierFit });
  if (augmentation === 'plain') return image;
  if (augmentation === 'mirrored') return { ...image, data: mirrored(image) };
  const gain = gains[augmentation];
  return { ...image, data: image.data.map((value) => Math.min(255, Math.round(value * gain))) };
}

function mirrored({ width, height, data }: Image): Uint8Array {
  const turned = new Uint8Array(data.length);
  for (let row = 0; row < height; row++)
    for (let x = 0; x < width; x++) {
      const from = (row * width + x) * 3;
      turned.set(data.subarray(from, from + 3), (row * width + (width - 1 - x)) * 3);
    }
  return turned;
}
