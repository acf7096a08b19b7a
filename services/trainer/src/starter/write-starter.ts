import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backboneName } from '../backbone/backbone';
import { backboneSource } from '../backbone/backbone-source';
import { type TrainedClassifier, trainClassifier } from '../classifier/classifier';
import { digitSource, readDigits } from '../digits/digit-source';
import { type Digit, type SplitSizes, splitDigits } from '../digits/digit-split';
import { digitsData } from '../digits/digits-sample';
import { writePictures } from '../digits/write-pictures';
import type { TrainingProgress } from '../task/training-task';
import { answerPictures } from './answer-pictures';
import { packageVersion } from './package-version';
import { type StarterReport, starterFiles } from './starter-report';

const name = 'digits';
const version = 'v0.0';
const seed = 1;
const inputSize = 96;

export interface StarterPlan {
  readonly perClass: SplitSizes;
  readonly onProgress: (line: string) => void;
}

/** Trains the digit classifier and writes model, report and pictures. The same inputs give the same bytes. */
export async function writeStarter(folder: string, { perClass, onProgress }: StarterPlan): Promise<void> {
  onProgress(`Reading the handwriting of npm ${digitSource.package}`);
  const digits = splitDigits(await readDigits(), perClass, seed);
  const dataset = {
    package: digitSource.package,
    version: packageVersion(digitSource.package),
    seed,
    ...{ train: digits.train.length, test: digits.test.length, pictures: digits.pictures.length },
  };
  const task = {
    ...{ name, seed, current: null, data: digitsData(digits), parameters: { inputSize } },
    cache: { get: (_: string, keys: readonly string[]) => keys.map(() => undefined), set: () => undefined },
    report: linesOf(onProgress),
  };
  const trained = await trainClassifier(task, { version, dataset: JSON.stringify(dataset) });
  onProgress(`Looking at ${digits.pictures.length} pictures as a device does`);
  const encoded = await writePictures(join(folder, starterFiles.pictures), digits.pictures);
  const answers = await answerPictures(trained.artifact, encoded, labelsOf(digits.pictures));
  await writeFile(join(folder, starterFiles.model), trained.artifact);
  const report = { ...reportOf(trained), dataset, golden: answers.golden };
  const metrics = { ...report.metrics, pictureAccuracy: answers.accuracy };
  const whole: StarterReport = { ...report, metrics };
  await writeFile(join(folder, starterFiles.report), `${JSON.stringify(whole)}\n`);
}

const labelsOf = (digits: readonly Digit[]) => digits.map(({ label }) => digitSource.labels[label] ?? '');

function reportOf({ artifact, judgement, l2, iterations, parity }: TrainedClassifier) {
  const { confusion, metrics } = judgement;
  return {
    ...{ name, version, task: 'classification' as const, labels: [...digitSource.labels] },
    digest: createHash('sha256').update(artifact).digest('hex'),
    sizeBytes: artifact.length,
    backbone: {
      name: backboneName,
      package: backboneSource.package,
      version: packageVersion(backboneSource.package),
      sha256: backboneSource.sha256,
    },
    training: { l2, iterations },
    metrics: {
      accuracy: metrics.accuracy ?? 0,
      correct: confusion.reduce((sum, row, truth) => sum + (row[truth] ?? 0), 0),
      confusion,
    },
    parity,
  };
}

/** One line for each step, and what the training itself has to say. */
function linesOf(onProgress: (line: string) => void): (progress: TrainingProgress) => void {
  const names: Readonly<Record<string, string>> = {
    features: `Looking at the digits through npm ${backboneSource.package}`,
    train: 'Training',
    export: 'Exporting, and holding the file against what was trained',
  };
  let last = '';
  return ({ step, lines }) => {
    const line = names[step];
    if (step !== last && line !== undefined) onProgress(line);
    last = step;
    for (const each of lines ?? []) onProgress(`  ${each}`);
  };
}
