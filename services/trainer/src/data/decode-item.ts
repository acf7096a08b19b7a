import { itemImageLimits } from '@tutti/contracts/datasets';
import { type Image, ImageError, decodeImage } from '@tutti/vision';
import { type TrainingData, type TrainingItem, TrainingRefused } from '../task/training-task';

/** The pixels of a picture. One that cannot be decoded refuses the training and says which it is. */
export async function decodeItem(data: TrainingData, item: TrainingItem): Promise<Image> {
  if (data.image !== undefined) return data.image(item.digest);
  const bytes = await data.picture(item.digest);
  try {
    return await decodeImage(bytes, itemImageLimits);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    throw new TrainingRefused(
      'training.picture-broken',
      `${nameOf(item)} cannot be learned from: ${error.message} Exclude or replace it, and train again.`,
    );
  }
}

/** What people know a picture by. */
const nameOf = ({ fileName, id, digest }: TrainingItem): string =>
  `Picture ${fileName ?? `${id === null ? '' : `${id} `}(SHA-256 ${digest.slice(0, 12)}…)`}`;
