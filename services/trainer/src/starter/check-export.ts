import type { ModelProto } from '@tutti/vision';
import { FeatureExtractor } from '../backbone/feature-extractor';
import { headProbabilities } from '../head/linear-head';
import { evaluate } from '../training/evaluation';
import { exportedProbabilities } from '../training/exported-model';
import { type LabelledPictures, featuresOf } from '../training/labelled-pictures';
import { checkParity, fewestParityPictures } from '../training/parity';
import type { TrainedClassifier } from '../training/train-classifier';

export interface ExportCheck {
  readonly trained: TrainedClassifier;
  readonly backbone: ModelProto;
  readonly pictures: LabelledPictures;
  /** The same pictures as the device will read them. */
  readonly encoded: readonly Uint8Array[];
}

/** Compares the finished file with what was trained, from encoded picture to probability. Throws when they differ. */
export async function checkExport({ trained, backbone, pictures, encoded }: ExportCheck) {
  const expected = headProbabilities(trained.head, await features(backbone, pictures));
  const exported = await exportedProbabilities(trained.file, encoded);
  const maxDifference = checkParity(expected, exported);
  const golden = encoded.slice(0, fewestParityPictures).map((bytes, index) => ({
    png: Buffer.from(bytes).toString('base64'),
    probabilities: [...(exported[index] ?? [])],
  }));
  const { accuracy } = evaluate(exported, pictures.classes, trained.head.classCount);
  return { pictureAccuracy: accuracy, parity: { pictures: encoded.length, maxDifference }, golden };
}

async function features(backbone: ModelProto, pictures: LabelledPictures) {
  const extractor = await FeatureExtractor.open(backbone);
  try {
    return await featuresOf(pictures, extractor);
  } finally {
    await extractor.release();
  }
}
