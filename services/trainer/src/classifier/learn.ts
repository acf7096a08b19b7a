import type { ClassifierParameters, CurvePoint } from '@tutti/contracts/training';
import { groupedSplit } from '../data/grouped-split';
import { pickRows } from '../head/matrix';
import { type HeadPoint, type TrainedHead, trainHead } from '../head/train-head';
import { headProbabilities } from '../head/linear-head';
import { TrainingRefused, type TrainingTask } from '../task/training-task';
import { seededRandom } from '@tutti/kernel';
import type { CheckedData } from './check-data';
import type { Features } from './features';
import { augmentations } from './views';

export interface Learned extends Features {
  readonly head: TrainedHead;
  /** Of the pictures that are judged. */
  readonly probabilities: readonly Float64Array[];
}

interface Rows {
  readonly classes: Uint16Array;
  readonly learn: readonly number[];
  readonly choose: readonly number[];
  readonly all: readonly number[];
  readonly judge: readonly number[];
}

const chosenShare = 0.2;

/** Which rows of the features are for what. Copies of a picture are never chosen by, nor learned from while it is. */
export function rowsOf(checked: CheckedData, parameters: ClassifierParameters, seed: number): Rows {
  const { learn, choose, judge } = checked;
  const copies = augmentations[parameters.augmentation].length;
  const classes = Uint16Array.from([
    ...learn.flatMap(({ classId }) => new Array<number>(copies).fill(classId)),
    ...[...choose, ...judge].map(({ classId }) => classId),
  ]);
  const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);
  const learned = learn.length * copies;
  const rest = { classes, all: range(0, learned), judge: range(learned + choose.length, judge.length) };
  if (choose.length > 0) return { ...rest, learn: rest.all, choose: range(learned, choose.length) };
  const split = groupedSplit(
    Uint16Array.from(learn, ({ classId }) => classId),
    learn.map(({ item }) => item.deviceId),
    { share: chosenShare, random: seededRandom(seed) },
  );
  return {
    ...rest,
    learn: split.kept.flatMap((picture) => range(picture * copies, copies)),
    choose: split.heldOut.map((picture) => picture * copies),
  };
}

export interface LearnPlan {
  readonly task: TrainingTask;
  readonly checked: CheckedData;
  readonly parameters: ClassifierParameters;
}

/** A head for the features, and what it says of the pictures that are judged. */
export async function learn(
  { task, checked, parameters }: LearnPlan,
  features: Features,
  onStep: (share: number) => void,
): Promise<Learned> {
  const { judge, ...rows } = rowsOf(checked, parameters, task.seed);
  const head = await trainHead({
    ...rows,
    features: features.matrix,
    classCount: checked.labels.length,
    l2: parameters.l2 === 0 ? 'auto' : parameters.l2,
    maxIterations: parameters.epochs,
    patience: parameters.patience,
    weighting: parameters.classWeights,
    threads: task.threads,
    onStep,
  });
  const probabilities = headProbabilities(head.head, pickRows(features.matrix, judge));
  if (!Number.isFinite(head.validationLoss) || !probabilities.every((row) => row.every(Number.isFinite)))
    throw new TrainingRefused(
      'training.diverged',
      'Training found no numbers to go on with. Choose a larger L2, or leave it to auto.',
    );
  return { ...features, head, probabilities };
}

const mostPoints = 150;

/** Curves of the settings that were chosen, thinned out evenly; the last step stays. */
export function curvesOf(curve: readonly HeadPoint[]): readonly CurvePoint[] {
  const every = Math.ceil(curve.length / mostPoints);
  return curve
    .filter((_, at) => at % every === 0 || at === curve.length - 1)
    .flatMap(({ iteration: step, loss, validationLoss, validationAccuracy }) => [
      { series: 'loss/train', step, value: loss },
      { series: 'loss/validation', step, value: validationLoss },
      { series: 'accuracy/validation', step, value: validationAccuracy },
    ]);
}
