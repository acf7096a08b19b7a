import type { TrainingItem } from '../task/training-task';
import type { RowSplit } from '../training/stratified-split';
import { isGrouped } from './grouped-split';
import { steadyDraw } from './steady-draw';

/** A picture and the class that counts when shares are made: for boxes the rarest in the picture, say. */
export interface Sorted {
  readonly item: TrainingItem;
  readonly classId: number;
}

export interface Parts<T> {
  readonly learn: readonly T[];
  /** What settings are chosen by; empty where the trainer must hold out some of `learn` itself. */
  readonly choose: readonly T[];
  /** What the model is judged by. */
  readonly judge: readonly T[];
  readonly part: 'test' | 'validation';
  /** Nothing was held out: a fifth of what there is to learn from now is. */
  readonly drawn: boolean;
}

const judgedShare = 0.2;

/** Judges by `test`, without it by `validation`, without both by a fifth of the rest. */
export function partsOf<T extends Sorted>(pictures: readonly T[]): Parts<T> {
  const of = (split: TrainingItem['split']) => pictures.filter(({ item }) => item.split === split);
  const [learn, validation, test] = [of('train'), of('validation'), of('test')];
  if (test.length > 0) return { learn, choose: validation, judge: test, part: 'test', drawn: false };
  if (validation.length > 0)
    return { learn, choose: [], judge: validation, part: 'validation', drawn: false };
  const split = judgedOf(learn);
  const rows = (chosen: readonly number[]) => chosen.flatMap((row) => learn[row] ?? []);
  return {
    ...{ learn: rows(split.kept), choose: [], judge: rows(split.heldOut) },
    ...{ part: 'validation', drawn: true },
  };
}

/** The same pictures whatever the seed, and whatever is added: the current model did not learn from what it is judged by. */
function judgedOf(learn: readonly Sorted[]): RowSplit {
  const picture = ({ item, classId }: Sorted) => ({ classId, key: `picture ${item.digest}` });
  const camera = (one: Sorted) =>
    one.item.deviceId === null ? picture(one) : { classId: one.classId, key: `camera ${one.item.deviceId}` };
  if (isGrouped(learn.map(({ item }) => item.deviceId))) {
    const split = steadyDraw(learn.map(camera), judgedShare);
    if (split.heldOut.length > 0) return split;
  }
  return steadyDraw(learn.map(picture), judgedShare);
}
