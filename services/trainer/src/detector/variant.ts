import type { DetectorParameters, ModelLabel, Precision } from '@tutti/contracts/training';
import type { ModelProto } from '@tutti/vision';
import { backboneSource, readBackboneSource } from '../backbone/backbone-source';
import { byDigest } from '../data/by-digest';
import { calibrationPictures, quantise } from '../quantise/quantise';
import { seededRandom } from '@tutti/kernel';
import { buildCellBackbone, cellStride } from './cell-backbone';
import { mergeDetector } from './cell-head';
import { addHardCells, sampleSizes } from './cell-sampling';
import { CellSession, pictureTensor } from './cell-session';
import { type CellSet, gatherCells } from './cell-set';
import type { DetectionPicture } from './detection-data';
import type { FittedPictures } from './fitted-pictures';
import { bestThreshold, lookWith } from './head-check';
import { type EpochReport, type TrainedHead, trainCellHead } from './head-training';

export const cellBackboneSha256 = backboneSource.sha256;

/** What both number formats of a model are made from. */
export interface VariantPlan {
  readonly learn: readonly DetectionPicture[];
  readonly choose: readonly DetectionPicture[];
  readonly pictures: FittedPictures;
  readonly labels: readonly ModelLabel[];
  readonly parameters: DetectorParameters;
  readonly seed: number;
  readonly threads: number | undefined;
}

/** The backbone in a number format, and the cells that it answers: what a head is trained on. */
export interface PreparedVariant {
  readonly precision: Precision;
  readonly backbone: ModelProto;
  readonly cells: CellSet;
}

export async function floatBackbone(side: number): Promise<ModelProto> {
  return buildCellBackbone(await readBackboneSource(), side);
}

/** A head must be trained on the numbers of the very backbone that it will stand behind: int8 comes first. */
export function int8Backbone(
  float: ModelProto,
  { pictures, learn, threads }: VariantPlan,
): Promise<ModelProto> {
  async function* calibration() {
    for (const { item } of byDigest(learn).slice(0, calibrationPictures))
      yield { image: pictureTensor(await pictures.pixels(item), pictures.side) };
  }
  return quantise(float, calibration(), threads);
}

export async function prepareVariant(
  plan: VariantPlan,
  precision: Precision,
  backbone: ModelProto,
  onPicture: (done: number, all: number) => void,
): Promise<PreparedVariant> {
  const { learn, choose, pictures, labels, parameters, seed } = plan;
  const session = await CellSession.open(backbone, plan.threads);
  try {
    const { augmentation } = parameters;
    const random = seededRandom(seed);
    const source = {
      session,
      pictures,
      learn,
      choose,
      augmentation,
      random,
      onPicture,
      classes: labels.length,
    };
    return { precision, backbone, cells: await gatherCells(source) };
  } finally {
    await session.release();
  }
}

export interface TrainedVariant extends TrainedHead {
  readonly precision: Precision;
  readonly backbone: ModelProto;
  /** From which score on a box is told of. */
  readonly scoreThreshold: number;
}

export interface VariantWatch {
  readonly onEpoch: (report: EpochReport) => void;
  /** Between the rounds, for every picture that is looked through. */
  readonly onPicture: () => void;
  readonly onHard: (cells: number) => void;
}

export async function trainVariant(
  { precision, backbone, cells }: PreparedVariant,
  plan: VariantPlan,
  watch: VariantWatch,
): Promise<TrainedVariant> {
  const { parameters, labels, pictures, seed } = plan;
  const grid = pictures.side / cellStride;
  const trained = await trainCellHead({
    ...{
      cells,
      parameters,
      grid,
      classes: labels.length,
      random: seededRandom(seed),
      onEpoch: watch.onEpoch,
    },
    addHard: async (head) => {
      const session = await CellSession.open(
        withCells(mergeDetector(backbone, head, {}), backbone),
        plan.threads,
      );
      try {
        watch.onHard(await addHard(session, cells, plan, watch.onPicture));
      } finally {
        await session.release();
      }
    },
  });
  const chosen = parameters.scoreThreshold > 0 ? parameters.scoreThreshold : undefined;
  const scoreThreshold =
    chosen ?? bestThreshold(await lookWith(trained.head, cells.whole, grid), labels.length);
  return { ...trained, precision, backbone, scoreThreshold };
}

/** Answers the cells beside what was found in them. */
function withCells(detector: ModelProto, { graph }: ModelProto): ModelProto {
  detector.graph?.output.push(...(graph?.output ?? []));
  return detector;
}

async function addHard(
  session: CellSession,
  cells: CellSet,
  { pictures, learn, labels, parameters }: VariantPlan,
  onPicture: () => void,
): Promise<number> {
  const grid = pictures.side / cellStride;
  const sizes = sampleSizes(learn.length * (parameters.augmentation === 'none' ? 1 : 2));
  let added = 0;
  await pictures.each(learn, async ({ boxes }, pixels) => {
    const output = await session.picture(pixels);
    const sampled = { planes: output('cells'), boxes, grid, classes: labels.length };
    added += addHardCells(cells.learn, sampled, output('scores'), sizes);
    onPicture();
  });
  return added;
}
