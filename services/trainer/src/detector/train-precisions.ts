import type { Precision } from '@tutti/contracts/training';
import type { ModelProto } from '@tutti/vision';
import type { EpochReport } from './head-training';
import type { Reporter } from './reporter';
import {
  type PreparedVariant,
  type TrainedVariant,
  type VariantPlan,
  floatBackbone,
  int8Backbone,
  prepareVariant,
  trainVariant,
} from './variant';

/** A model in single precision; where int8 is asked for, one of each, the one asked for last. */
export async function trainPrecisions(
  plan: VariantPlan,
  reporter: Reporter,
): Promise<readonly TrainedVariant[]> {
  reporter.step('features');
  const prepared = await prepareAll(plan, reporter);
  reporter.step('train');
  const trained: TrainedVariant[] = [];
  for (const [at, each] of prepared.entries()) {
    const watch = watchOf(each.precision, { plan, reporter, at, all: prepared.length });
    trained.push(await trainVariant(each, plan, watch));
    reporter.lines([
      `${each.precision}: boxes count from a score of ${trained.at(-1)?.scoreThreshold ?? 0} on`,
    ]);
  }
  return trained;
}

async function prepareAll(plan: VariantPlan, reporter: Reporter): Promise<readonly PreparedVariant[]> {
  const float = await floatBackbone(plan.pictures.side);
  const backbones: [Precision, ModelProto][] = [['fp32', float]];
  if (plan.parameters.precision === 'int8') backbones.push(['int8', await int8Backbone(float, plan)]);
  const prepared: PreparedVariant[] = [];
  for (const [at, [precision, backbone]] of backbones.entries()) {
    const watch = (done: number, all: number): void =>
      reporter.progress((at + done / all) / backbones.length);
    prepared.push(await prepareVariant(plan, precision, backbone, watch));
  }
  const [{ cells } = { cells: undefined }] = prepared;
  reporter.lines([
    `${plan.learn.length} pictures to learn from, ${plan.choose.length} to choose by: ` +
      `${cells?.learn.count ?? 0} and ${cells?.choose.count ?? 0} cells`,
  ]);
  return prepared;
}

interface Watched {
  readonly plan: VariantPlan;
  readonly reporter: Reporter;
  readonly at: number;
  readonly all: number;
}

/** Curves of another number format than single precision stand under its name. */
function watchOf(precision: Precision, { plan, reporter, at, all }: Watched) {
  const prefix = precision === 'fp32' ? '' : `${precision}/`;
  const { epochs } = plan.parameters;
  const progress = (own: number): number => (at + own) / all;
  return {
    onEpoch: ({ round, epoch, loss, chooseLoss, map50, ofRound }: EpochReport) => {
      const share = (round - 1 + ofRound / epochs) / 2;
      const point = (series: string, value: number) => ({ series: `${prefix}${series}`, step: epoch, value });
      reporter.points(progress(share), [
        point('loss/train', loss),
        point('loss/validation', chooseLoss),
        point('map50/validation', map50),
      ]);
    },
    onPicture: () => reporter.progress(progress(0.5)),
    onHard: (cells: number) =>
      reporter.lines([
        `${precision}: ${cells} cells where something was seen and nothing is are learned from again`,
      ]),
  };
}
