import type { DetectorParameters } from '@tutti/contracts/training';
import type { HeadShape } from '../gradient/gradient-graph';
import { HeadLearner, type HeadRows } from '../gradient/head-learner';
import { TrainingRefused } from '../task/training-task';
import type { Random } from '@tutti/kernel';
import { cellChannels } from './cell-backbone';
import type { CellHead } from './cell-head';
import type { CellSet } from './cell-set';
import { lookWith, map50Of } from './head-check';
import { type Scaling, foldScaling, scaledRows, scalingOf } from './scaling';

/** What an epoch came to. */
export interface EpochReport {
  readonly round: number;
  /** Within the round, from 1. */
  readonly ofRound: number;
  /** Counted over both rounds, from 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly chooseLoss: number;
  readonly map50: number;
}

export interface HeadTraining {
  readonly cells: CellSet;
  readonly classes: number;
  readonly grid: number;
  readonly parameters: DetectorParameters;
  readonly random: Random;
  readonly onEpoch: (report: EpochReport) => void;
  /** Adds to what is learned from the cells that this head is wrong about. */
  readonly addHard: (head: CellHead) => Promise<void>;
}

/** What was learned, before and after the scaling is folded into it. */
export interface TrainedHead {
  readonly parameters: Float32Array;
  readonly shape: HeadShape;
  readonly scaling: Scaling;
  readonly head: CellHead;
}

interface Best {
  readonly parameters: Float32Array;
  /** The highest so far, be it of an earlier epoch. */
  readonly map50: number;
}

/** Differences below it are chance on a few dozen pictures: the later of two epochs has smaller steps behind it. */
const tolerance = 0.01;

const weightPowers = { none: 0, softened: 0.25, balanced: 0.5 } as const;

/** Two rounds of epochs; between them, what the head was most wrong about is added. The best epoch's head is taken. */
export async function trainCellHead(training: HeadTraining): Promise<TrainedHead> {
  const { cells, classes, parameters, random, addHard } = training;
  const shape = { inputs: cellChannels, hidden: parameters.hiddenWidth, classes: classes + 1 };
  const scaling = scalingOf(cells.learn, classes, weightPowers[parameters.classWeights]);
  const learner = await HeadLearner.open(shape, random);
  const finished = (best: Best): TrainedHead => ({
    ...{ parameters: best.parameters, shape, scaling },
    head: foldScaling(best.parameters, shape, scaling),
  });
  try {
    const round = { learner, shape, scaling, choose: scaledRows(cells.choose, scaling) };
    const first = await runRound(training, { ...round, number: 1, epochsBefore: 0 });
    await addHard(finished(first.best).head);
    learner.restart(first.best.parameters);
    const second = await runRound(training, { ...round, number: 2, epochsBefore: first.epochs });
    return finished(isAsGood(second.best.map50, first.best) ? second.best : first.best);
  } finally {
    await learner.release();
  }
}

interface Round {
  readonly number: number;
  readonly epochsBefore: number;
  readonly learner: HeadLearner;
  readonly shape: HeadShape;
  readonly scaling: Scaling;
  readonly choose: HeadRows;
}

async function runRound(training: HeadTraining, round: Round): Promise<{ best: Best; epochs: number }> {
  const { cells, parameters, random, onEpoch, classes, grid } = training;
  const { learner, shape, scaling } = round;
  const rows = scaledRows(cells.learn, scaling);
  let best: Best = { parameters: learner.parameters, map50: 0 };
  let sinceBest = 0;
  let epoch = 0;
  while (epoch < parameters.epochs && sinceBest < parameters.patience) {
    const loss = await learner.epoch(rows, rateAt(epoch, parameters), random);
    const chooseLoss = await learner.loss(round.choose);
    if (!Number.isFinite(loss)) throw diverged(round.epochsBefore + epoch + 1);
    const seen = await lookWith(foldScaling(learner.parameters, shape, scaling), cells.whole, grid);
    const map50 = map50Of(seen, classes);
    epoch++;
    onEpoch({
      ...{ round: round.number, ofRound: epoch, epoch: round.epochsBefore + epoch },
      ...{ loss, chooseLoss, map50 },
    });
    sinceBest = isPlateau(map50, best) ? sinceBest + 1 : 0;
    if (isAsGood(map50, best)) best = { parameters: learner.parameters, map50: Math.max(map50, best.map50) };
  }
  return { best, epochs: epoch };
}

/** Half a cosine, from the whole rate towards 0 (Loshchilov and Hutter 2017). */
const rateAt = (epoch: number, { learningRate, epochs }: DetectorParameters): number =>
  (learningRate / 2) * (1 + Math.cos((Math.PI * epoch) / epochs));

const isAsGood = (map50: number, best: Best): boolean => map50 >= best.map50 - tolerance;

/** Nothing better was found. Before anything is found at all, learning has only begun. */
const isPlateau = (map50: number, best: Best): boolean => best.map50 > 0 && map50 <= best.map50;

const diverged = (epoch: number): TrainingRefused =>
  new TrainingRefused(
    'training.diverged',
    `The loss is no number any more after epoch ${epoch}. Choose a smaller learning rate.`,
  );
