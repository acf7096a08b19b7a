import type { EvaluationReport } from '@tutti/contracts/training';
import type { Place } from './cells';

/** A cell by its classes' keys; null: nothing there. */
export interface ClassPair {
  readonly truth: string | null;
  readonly predicted: string | null;
}

type Classes = Pick<EvaluationReport, 'classes'>;

export const pairAt = ({ classes }: Classes, { truth, predicted }: Place): ClassPair => ({
  truth: classes[truth]?.key ?? null,
  predicted: classes[predicted]?.key ?? null,
});

/** Where a pair stands in the matrix of a model; undefined where the model does not know both classes. */
export const placeOf = (
  { classes, confusion }: Pick<EvaluationReport, 'classes' | 'confusion'>,
  { truth, predicted }: ClassPair,
): Place | undefined => {
  const indexOf = (key: string | null): number =>
    key === null ? classes.length : classes.findIndex((one) => one.key === key);
  const place = { truth: indexOf(truth), predicted: indexOf(predicted) };
  const isThere = (index: number): boolean => index >= 0 && index < confusion.length;
  return isThere(place.truth) && isThere(place.predicted) ? place : undefined;
};
