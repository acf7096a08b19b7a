import type { ModelMetrics, ModelVariant } from '@tutti/contracts/training';
import type { Image } from '@tutti/vision';
import { decodeItem } from '../data/decode-item';
import { finishModel, withModel } from '../export/finish-model';
import { modelMetadata } from '../export/model-metadata';
import { mergeHead } from '../head/head-graph';
import { measureLatency } from '../judge/measure-latency';
import { checkParity, parityPictures } from '../training/parity';
import type { TrainingTask } from '../task/training-task';
import type { CheckedData } from './check-data';
import type { Learned } from './learn';
import { classifierFit, viewOf } from './views';

export interface ExportPlan {
  readonly task: TrainingTask;
  readonly checked: CheckedData;
  /** Further key/value pairs for the file. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly pictures: readonly Image[];
}

export interface Exported {
  readonly file: Uint8Array;
  readonly variant: ModelVariant;
  /** Largest difference of a probability between training and file. */
  readonly parity: { readonly pictures: number; readonly maxDifference: number };
}

/** Pictures that are judged, to hold files against: as the model's input has them, so that one alone is ever whole. */
export async function picturesToCompare(
  { task, checked }: Pick<ExportPlan, 'task' | 'checked'>,
  side: number,
): Promise<readonly Image[]> {
  const pictures: Image[] = [];
  for (const { item } of checked.judge.slice(0, parityPictures))
    pictures.push(await viewOf(await decodeItem(task.data, item), 'plain', side));
  return pictures;
}

/** One file, held against what was trained on pictures that it never saw, and measured. */
export async function exportModel(
  { task, checked, metadata, pictures }: ExportPlan,
  learned: Learned,
  metrics: ModelMetrics,
): Promise<Exported> {
  const { labels } = checked;
  const about = modelMetadata({
    ...{ name: task.name, task: 'classification', labels, metrics },
    precision: learned.precision,
  });
  const preprocessing = JSON.stringify({ embedded: true, ...classifierFit });
  const all = { ...about, preprocessing, ...metadata };
  const file = await finishModel(mergeHead(learned.backbone, learned.head.head, all), task.threads);
  const answers = await withModel(
    file,
    async (model) => {
      const rows: number[][] = [];
      for (const picture of pictures) {
        const { probabilities } = await model.predict(picture);
        rows.push(labels.map(({ key }) => probabilities[key] ?? NaN));
      }
      return rows;
    },
    task.threads,
  );
  const maxDifference = checkParity(learned.probabilities.slice(0, answers.length), answers);
  const latency = await measureLatency(file, pictures);
  return {
    file,
    variant: { precision: learned.precision, bytes: file.length, metrics, latency },
    parity: { pictures: answers.length, maxDifference },
  };
}
