import { itemImageLimits } from '@tutti/contracts/datasets';
import { type WorstExample, mostExamples } from '@tutti/contracts/training';
import { thumbnail } from '@tutti/vision';
import type { Judgement, TrainingData, TrainingItem } from '../task/training-task';

/** A judged picture: how wrong the model was, about what. */
export interface JudgedItem extends Pick<WorstExample, 'loss' | 'truth' | 'predicted'> {
  readonly item: TrainingItem;
}

const preview = { maxSide: 320, maxBytes: 64 * 1024 };
const longestName = 200;

/** Those with the largest loss, the worst first, with pictures to look at. Only what has a loss above 0 is shown. */
export function worstExamples(
  judged: readonly JudgedItem[],
  data: TrainingData,
): Promise<Judgement['examples']> {
  const worst = judged.filter(({ loss }) => loss > 0).sort((a, b) => b.loss - a.loss);
  return Promise.all(
    worst.slice(0, mostExamples).map(async ({ item, loss, truth, predicted }) => ({
      itemId: item.id,
      datasetId: item.datasetId,
      digest: item.digest,
      fileName: item.fileName?.slice(0, longestName) ?? null,
      thumbnail: await thumbnail(await data.picture(item.digest), preview, itemImageLimits),
      ...{ loss, truth, predicted },
    })),
  );
}
