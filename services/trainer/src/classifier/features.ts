import type { ClassifierParameters, Precision } from '@tutti/contracts/training';
import { type ModelProto, fitImage } from '@tutti/vision';
import { Tensor } from 'onnxruntime-node';
import { buildBackbone } from '../backbone/backbone';
import { readBackboneSource } from '../backbone/backbone-source';
import { byDigest } from '../data/by-digest';
import { decodeItem } from '../data/decode-item';
import type { Matrix } from '../head/matrix';
import { type Batch } from '../quantise/calibration';
import { calibrationPictures, quantise } from '../quantise/quantise';
import type { TrainingTask } from '../task/training-task';
import type { CheckedData, Picture } from './check-data';
import { Embedder } from './embedder';
import { type View, augmentations, classifierFit } from './views';

/** The pictures as one backbone sees them. */
export interface Features {
  readonly precision: Precision;
  readonly backbone: ModelProto;
  /** Rows of `learn`, one after the other for each picture's views, then of `choose`, then of `judge`. */
  readonly matrix: Matrix;
}

export interface FeaturePlan {
  readonly task: TrainingTask;
  readonly checked: CheckedData;
  readonly parameters: ClassifierParameters;
}

/** Features by the float backbone and, for an int8 model, by the one in 8 bits, which the head must learn from. */
export async function featuresOf(plan: FeaturePlan): Promise<readonly Features[]> {
  const { inputSize, precision } = plan.parameters;
  const float = buildBackbone(await readBackboneSource(), inputSize);
  const last = precision === 'int8' ? 2 : 1;
  const features = [await embedAll(plan, { precision: 'fp32', backbone: float }, [0, 1 / last])];
  if (precision === 'fp32') return features;
  plan.task.report({ step: 'features', progress: 1 / last, message: 'Turning the backbone into 8 bits' });
  const int8 = await quantise(float, calibration(plan), plan.task.threads);
  return [...features, await embedAll(plan, { precision, backbone: int8 }, [1 / last, 1])];
}

/** Views of the pictures in the order of the features' rows. */
export function viewsOf({ checked, parameters }: Omit<FeaturePlan, 'task'>): readonly View[] {
  const plain = ({ item }: Picture): View => ({ item, augmentation: 'plain' });
  return [
    ...checked.learn.flatMap(({ item }) =>
      augmentations[parameters.augmentation].map((augmentation) => ({ item, augmentation })),
    ),
    ...checked.choose.map(plain),
    ...checked.judge.map(plain),
  ];
}

async function embedAll(
  plan: FeaturePlan,
  by: Omit<Features, 'matrix'>,
  [from, to]: readonly [number, number],
): Promise<Features> {
  const { data, report } = plan.task;
  const views = viewsOf(plan);
  const embedder = await Embedder.open(by.backbone, plan.task);
  let looked = 0;
  try {
    const matrix = await embedder.embed(data, views, (done, fresh) => {
      looked = fresh;
      const message = `${done} of ${views.length}`;
      report({ step: 'features', progress: from + ((to - from) * done) / views.length, message });
    });
    const line = `Features (${by.precision}): ${looked} computed, ${views.length - looked} known from before`;
    report({ step: 'features', progress: to, lines: [line] });
    return { ...by, matrix };
  } finally {
    await embedder.release();
  }
}

/** The same pictures whatever order they come in, a new one rarely among them, so that features stay known. */
async function* calibration({ task, checked, parameters }: FeaturePlan): AsyncGenerator<Batch> {
  const side = parameters.inputSize;
  for (const { item } of byDigest(checked.learn).slice(0, calibrationPictures)) {
    const picture = await decodeItem(task.data, item);
    const { image } = await fitImage(picture, { width: side, height: side, ...classifierFit });
    yield { image: new Tensor('uint8', image.data, [1, side, side, 3]) };
  }
}
