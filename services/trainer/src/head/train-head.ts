import { type Weighting, classWeights } from './class-weights';
import { minimise } from './lbfgs';
import { type LinearHead, foldHead } from './linear-head';
import { type Matrix, pickRows } from './matrix';
import { SoftmaxGraph } from './softmax-graph';
import {
  type Examples,
  examplesOf,
  parameterCount,
  softmaxLoss,
  validate,
  weightPenalty,
} from './softmax-loss';
import { fitStandardiser, standardise } from './standardiser';

export interface HeadSettings {
  /** Strength of the penalty on weights; `auto` tries some. */
  readonly l2: number | 'auto';
  readonly maxIterations: number;
  /** Steps without a better validation loss before the search ends. */
  readonly patience: number;
  readonly weighting: Weighting;
}

export interface HeadTraining extends HeadSettings {
  readonly features: Matrix;
  readonly classes: Uint16Array;
  readonly classCount: number;
  /** Rows that settings are tried with. */
  readonly learn: readonly number[];
  /** Rows that settings are chosen by. */
  readonly choose: readonly number[];
  /** Rows that the head learns from once settings are chosen. */
  readonly all: readonly number[];
  /** As many as the runtime likes when undefined. */
  readonly threads?: number | undefined;
  /** Called after every step, with the share that is done at most; what it throws ends the training. */
  readonly onStep?: (share: number) => void;
}

/** One step of the search. */
export interface HeadPoint {
  readonly iteration: number;
  /** Without the penalty. */
  readonly loss: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

export interface TrainedHead {
  readonly head: LinearHead;
  readonly l2: number;
  readonly iterations: number;
  readonly validationLoss: number;
  /** How the chosen settings were found to be good. */
  readonly curve: readonly HeadPoint[];
}

const strengths = [0.01, 0.1, 1];

/** Standardises, chooses the penalty and the number of steps on `choose`, then trains on `all` with that choice. */
export async function trainHead(training: HeadTraining): Promise<TrainedHead> {
  const graph = await SoftmaxGraph.open(training.threads);
  try {
    return await trainBy(graph, training);
  } finally {
    await graph.release();
  }
}

async function trainBy(graph: SoftmaxGraph, training: HeadTraining): Promise<TrainedHead> {
  const { features, classCount, learn, choose, all, maxIterations } = training;
  const standardiser = fitStandardiser(pickRows(features, all));
  const scaled = { ...training, features: standardise(standardiser, features) };
  const [learning, validation] = [examples(scaled, learn), examples(scaled, choose)];
  const strengthsTried = training.l2 === 'auto' ? strengths : [training.l2];
  const onStep = (trial: number, iteration: number) =>
    training.onStep?.((trial + iteration / maxIterations) / (strengthsTried.length + 1));
  const trials: Fitted[] = [];
  for (const [trial, l2] of strengthsTried.entries()) {
    const settings = { ...training, l2, onStep: (iteration: number) => onStep(trial, iteration) };
    trials.push(await fit(graph, { learning, validation }, settings));
  }
  const best = trials.reduce((a, b) => (b.validationLoss < a.validationLoss ? b : a));
  const objective = softmaxLoss(graph, examples(scaled, all), best.l2);
  const parameters = await minimise(objective, start(features.columns, classCount), {
    maxIterations: best.iterations,
    stop: (_, iteration) => {
      onStep(strengthsTried.length, iteration);
      return false;
    },
  });
  return { ...best, head: foldHead(parameters, standardiser, classCount) };
}

function examples(
  { features, classes, classCount, weighting }: HeadTraining,
  rows: readonly number[],
): Examples {
  const chosen = Uint16Array.from(rows, (row) => classes[row] ?? 0);
  return examplesOf(pickRows(features, rows), chosen, classWeights(chosen, classCount, weighting));
}

const start = (columns: number, classCount: number) => new Float64Array(parameterCount(columns, classCount));

interface Trial {
  readonly l2: number;
  readonly maxIterations: number;
  readonly patience: number;
  readonly onStep: (iteration: number) => void;
}

type Fitted = Omit<TrainedHead, 'head'>;

/** Stops once the validation loss has not improved for a while. */
async function fit(
  graph: SoftmaxGraph,
  { learning, validation }: { readonly learning: Examples; readonly validation: Examples },
  { l2, maxIterations, patience, onStep }: Trial,
): Promise<Fitted> {
  const { classCount, rows } = learning;
  const curve: HeadPoint[] = [];
  let best = { l2, iterations: 1, validationLoss: Infinity };
  await minimise(softmaxLoss(graph, learning, l2), start(rows.features.dims[1] ?? 0, classCount), {
    maxIterations,
    stop: async (parameters, iteration, objective) => {
      onStep(iteration);
      const { loss: validationLoss, accuracy } = await validate(graph, validation, parameters);
      const loss = objective - weightPenalty(parameters, l2, classCount);
      curve.push({ iteration, loss, validationLoss, validationAccuracy: accuracy });
      if (validationLoss < best.validationLoss) best = { l2, iterations: iteration, validationLoss };
      return iteration - best.iterations >= patience;
    },
  });
  return { ...best, curve };
}
