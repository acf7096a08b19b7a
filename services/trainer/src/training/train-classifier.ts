import { type ModelProto, encodeModel } from '@tutti/vision';
import { backboneName } from '../backbone/backbone';
import { backboneSource } from '../backbone/backbone-source';
import { FeatureExtractor } from '../backbone/feature-extractor';
import { mergeHead } from '../head/head-graph';
import { type LinearHead, headProbabilities } from '../head/linear-head';
import { trainHead } from '../head/train-head';
import { type Evaluation, evaluate } from './evaluation';
import { type LabelledPictures, featuresOf, trainingFit } from './labelled-pictures';

export interface ClassifierTraining {
  readonly name: string;
  readonly version: string;
  readonly labels: readonly string[];
  readonly backbone: ModelProto;
  readonly train: LabelledPictures;
  readonly test: LabelledPictures;
  readonly seed: number;
  /** Further key/value pairs for the file. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly onProgress?: (line: string) => void;
}

export interface TrainedClassifier {
  /** The .onnx file; the same training gives the same bytes. */
  readonly file: Uint8Array;
  readonly head: LinearHead;
  readonly l2: number;
  readonly iterations: number;
  readonly evaluation: Evaluation;
}

/** Features, head, held-out accuracy, one ONNX file. */
export async function trainClassifier(training: ClassifierTraining): Promise<TrainedClassifier> {
  const { backbone, train, test, labels, seed, onProgress } = training;
  const extractor = await FeatureExtractor.open(backbone);
  try {
    onProgress?.(
      `Looking at ${train.classes.length} pictures to learn from and ${test.classes.length} to test with`,
    );
    const learnt = await featuresOf(train, extractor);
    const heldOut = await featuresOf(test, extractor);
    onProgress?.('Training');
    const classCount = labels.length;
    const { head, l2, iterations } = trainHead({
      features: learnt,
      classes: train.classes,
      classCount,
      seed,
    });
    const evaluation = evaluate(headProbabilities(head, heldOut), test.classes, classCount);
    const merged = mergeHead(backbone, head, metadataFor(training, evaluation));
    return { file: encodeModel(merged), head, l2, iterations, evaluation };
  } finally {
    await extractor.release();
  }
}

function metadataFor(
  training: ClassifierTraining,
  { accuracy, rows }: Evaluation,
): Readonly<Record<string, string>> {
  return {
    name: training.name,
    version: training.version,
    task: 'classification',
    labels: JSON.stringify(training.labels),
    preprocessing: JSON.stringify({ embedded: true, ...trainingFit }),
    backbone: backboneName,
    backbone_sha256: backboneSource.sha256,
    metrics: JSON.stringify({ accuracy, heldOut: rows }),
    ...training.metadata,
  };
}
