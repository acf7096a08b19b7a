import { seededRandom } from '../training/random';
import { stratifiedSplit } from '../training/stratified-split';
import { classWeights } from './class-weights';
import { minimise } from './lbfgs';
import { type LinearHead, foldHead } from './linear-head';
import { type Matrix, pickRows } from './matrix';
import { type Examples, parameterCount, softmaxLoss } from './softmax-loss';
import { fitStandardiser, standardise } from './standardiser';

export interface HeadTraining {
  readonly features: Matrix;
  readonly classes: Uint16Array;
  readonly classCount: number;
  readonly seed: number;
}

export interface TrainedHead {
  readonly head: LinearHead;
  readonly l2: number;
  readonly iterations: number;
  readonly validationLoss: number;
}

const strengths = [0.01, 0.1, 1];
const validationShare = 0.2;
const maxIterations = 200;
const patience = 8;

/**
 * Standardises, chooses the penalty and the number of steps on a stratified validation fifth, then trains on all rows
 * with that choice.
 */
export function trainHead(training: HeadTraining): TrainedHead {
  const { features, classes, classCount, seed } = training;
  const standardiser = fitStandardiser(features);
  const all = standardise(standardiser, features);
  const { kept, heldOut } = stratifiedSplit(classes, validationShare, seededRandom(seed));
  const choose = (rows: readonly number[]) => examples(pickRows(all, rows), classes, rows, classCount);
  const learning = choose(kept);
  const validation = choose(heldOut);
  const trials = strengths.map((l2) => fit(learning, validation, l2));
  const best = trials.reduce((a, b) => (b.validationLoss < a.validationLoss ? b : a));
  const everything = choose([...classes.keys()]);
  const options = { maxIterations: best.iterations };
  const parameters = minimise(softmaxLoss(everything, best.l2), start(all.columns, classCount), options);
  return { ...best, head: foldHead(parameters, standardiser, classCount) };
}

function examples(
  features: Matrix,
  classes: Uint16Array,
  rows: readonly number[],
  classCount: number,
): Examples {
  const chosen = Uint16Array.from(rows, (row) => classes[row] ?? 0);
  return { features, classes: chosen, classWeights: classWeights(chosen, classCount) };
}

const start = (columns: number, classCount: number) => new Float64Array(parameterCount(columns, classCount));

/** Stops once the validation loss has not improved for a while. */
function fit(learning: Examples, validation: Examples, l2: number) {
  const from = start(learning.features.columns, learning.classWeights.length);
  const validationObjective = softmaxLoss(validation, 0);
  const unused = new Float64Array(from.length);
  let best = { l2, iterations: 1, validationLoss: Infinity };
  minimise(softmaxLoss(learning, l2), from, {
    maxIterations,
    stop: (parameters, iteration) => {
      const validationLoss = validationObjective(parameters, unused);
      if (validationLoss < best.validationLoss) best = { l2, iterations: iteration, validationLoss };
      return iteration - best.iterations >= patience;
    },
  });
  return best;
}
