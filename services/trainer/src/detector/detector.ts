import { type DetectorParameters, type ModelVariant, detectorParameters } from '@tutti/contracts/training';
import { partsData } from '../belt/parts-data';
import type { Judgement, TrainedModel, Trainer, TrainingTask } from '../task/training-task';
import { cellBackboneName } from './cell-backbone';
import { checkExported } from './check-exported';
import { compareDetector } from './compare-detector';
import { type DetectionData, readDetectionData } from './detection-data';
import { FittedPictures } from './fitted-pictures';
import { judgeDetector } from './judge-detector';
import { Reporter } from './reporter';
import { trainPrecisions } from './train-precisions';
import { evaluateAll } from './evaluate-precisions';
import { type VariantPlan, cellBackboneSha256 } from './variant';

export const detectorSteps = ['check', 'features', 'train', 'evaluate', 'compare', 'export'] as const;

/** Finds things: cells of a pretrained backbone and a small head that is trained on them (ADR 23). */
export const detector: Trainer = {
  name: 'cell-detector',
  steps: detectorSteps,
  samples: { parts: (onProgress) => partsData({ onProgress }) },
  train,
};

async function train(task: TrainingTask): Promise<TrainedModel> {
  const parameters: DetectorParameters = detectorParameters.parse(task.parameters);
  const reporter = new Reporter(task.report);
  reporter.step('check');
  const data = readDetectionData(task.data, task.seed);
  reporter.lines(data.lines);
  const { parts, labels } = data;
  const pictures = new FittedPictures(task.data, parameters.inputSize);
  const { seed, threads } = task;
  const plan: VariantPlan = { ...parts, pictures, labels, parameters, seed, threads };
  const trained = await trainPrecisions(plan, reporter);

  reporter.step('evaluate');
  const judge = (file: Uint8Array, watch: (done: number) => void): Promise<Judgement> =>
    judgeDetector({ ...{ file, labels, pictures, threads }, parts, data: task.data, onPicture: watch });
  const all = parts.judge.length;
  const evaluated = await evaluateAll(trained, { name: task.name, labels, threads }, async (file, at) =>
    judge(file, (done) => reporter.progress((at + done / all) / trained.length)),
  );
  for (const { variant } of evaluated) reporter.lines([verdict(variant)]);
  const chosen = evaluated.at(-1);
  if (chosen === undefined) throw new Error('Nothing was trained.');

  reporter.step('compare');
  const watch = (done: number): void => reporter.progress(done / all);
  const baseline = await compareDetector(task, labels, reporter, (file) => judge(file, watch));

  reporter.step('export');
  const parity = await checkExported(chosen.file, chosen.trained, plan);
  reporter.lines([
    `The file answers what was trained: no score differs by more than ${parity.maxDifference.toExponential(1)}`,
  ]);
  return {
    ...{ labels, baseline, artifact: chosen.file, judgement: chosen.judgement },
    variants: evaluated.map(({ variant }) => variant),
    backbone: { name: cellBackboneName, sha256: cellBackboneSha256 },
    items: countsOf(data),
  };
}

const verdict = ({ precision, metrics, bytes }: ModelVariant): string =>
  `${precision}: mAP50 ${(metrics.map50 ?? 0).toFixed(4)}, macro F1 ${(metrics.macroF1 ?? 0).toFixed(4)} ` +
  `on ${metrics.items} pictures, ${(bytes / 1e6).toFixed(2)} MB`;

function countsOf({ parts: { learn, choose, judge, part } }: DetectionData): TrainedModel['items'] {
  const held = part === 'test' ? { test: judge.length, more: 0 } : { test: 0, more: judge.length };
  return { train: learn.length, validation: choose.length + held.more, test: held.test };
}
