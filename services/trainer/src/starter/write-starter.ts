import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { backboneName, buildBackbone } from '../backbone/backbone';
import { backboneSource, readBackboneSource } from '../backbone/backbone-source';
import { digitSet } from '../digits/digit-set';
import { digitSource, readDigits } from '../digits/digit-source';
import { type SplitSizes, splitDigits } from '../digits/digit-split';
import { writePictures } from '../digits/write-pictures';
import { trainClassifier } from '../training/train-classifier';
import { checkExport } from './check-export';
import { packageVersion } from './package-version';
import { type StarterReport, starterFiles } from './starter-report';

const name = 'digits';
const version = 'v0.0';
const seed = 1;
const inputSide = 96;

export interface StarterPlan {
  readonly perClass: SplitSizes;
  readonly onProgress: (line: string) => void;
}

/** Trains the digit classifier and writes model, report and pictures. The same inputs give the same bytes. */
export async function writeStarter(folder: string, { perClass, onProgress }: StarterPlan): Promise<void> {
  onProgress(`Converting the backbone of npm ${backboneSource.package}`);
  const backbone = buildBackbone(await readBackboneSource(), inputSide);
  onProgress(`Reading the handwriting of npm ${digitSource.package}`);
  const digits = splitDigits(await readDigits(), perClass, seed);
  const sizes = { train: digits.train.length, test: digits.test.length, pictures: digits.pictures.length };
  const dataset = {
    package: digitSource.package,
    version: packageVersion(digitSource.package),
    seed,
    ...sizes,
  };
  const trained = await trainClassifier({
    ...{ name, version, labels: digitSource.labels, backbone, seed, onProgress },
    train: digitSet(digits.train),
    test: digitSet(digits.test),
    metadata: { dataset: JSON.stringify(dataset) },
  });
  onProgress(`Checking the exported model on ${sizes.pictures} pictures that it never saw`);
  const encoded = await writePictures(join(folder, starterFiles.pictures), digits.pictures);
  const checked = await checkExport({ trained, backbone, pictures: digitSet(digits.pictures), encoded });
  const { accuracy, correct, confusion } = trained.evaluation;
  const report: StarterReport = {
    ...{ name, version, task: 'classification', labels: [...digitSource.labels] },
    digest: createHash('sha256').update(trained.file).digest('hex'),
    sizeBytes: trained.file.length,
    backbone: {
      name: backboneName,
      package: backboneSource.package,
      version: packageVersion(backboneSource.package),
      sha256: backboneSource.sha256,
    },
    dataset,
    training: { l2: trained.l2, iterations: trained.iterations },
    metrics: {
      accuracy,
      correct,
      pictureAccuracy: checked.pictureAccuracy,
      confusion: confusion.map((row) => [...row]),
    },
    parity: checked.parity,
    golden: checked.golden,
  };
  await writeFile(join(folder, starterFiles.model), trained.file);
  await writeFile(join(folder, starterFiles.report), `${JSON.stringify(report)}\n`);
}
