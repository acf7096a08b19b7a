import { z } from 'zod';
import { blobReference, count, precision, ratio, sha256, trainingTask } from './shapes';

/**
 * How well a model does on pictures that it never learned from. What a task does not have is absent: `accuracy` and
 * `calibrationError` are of classification, `map50` of detection. In detection precision, recall and F1 are of boxes at
 * an intersection over union of 0.5.
 */
export const modelMetrics = z.strictObject({
  /** Pictures that were judged. */
  items: count,
  accuracy: ratio.optional(),
  /** Mean over classes that stand in the data, each counting the same. */
  macroF1: ratio.optional(),
  /** Mean average precision at an intersection over union of 0.5 (area under the interpolated curve, as in COCO). */
  map50: ratio.optional(),
  precision: ratio.optional(),
  recall: ratio.optional(),
  /** Expected calibration error over ten bins of confidence (Guo et al. 2017). */
  calibrationError: ratio.optional(),
  /** Mean negative log likelihood of the truth. */
  loss: z.number().min(0).optional(),
});
export type ModelMetrics = z.infer<typeof modelMetrics>;

/** Milliseconds of one picture, decoded and resized already, on the machine that trained. */
export const latency = z.strictObject({
  p50Ms: z.number().min(0),
  p95Ms: z.number().min(0),
  threads: z.number().int().min(1),
});

/** The same model in another number format; which of them is the artifact is a parameter of the run. */
export const modelVariant = z.strictObject({
  precision,
  bytes: count,
  metrics: modelMetrics,
  latency: latency.optional(),
});
export type ModelVariant = z.infer<typeof modelVariant>;

const classMetrics = z.strictObject({
  key: z.string(),
  name: z.string(),
  /** Pictures (classification) or boxes (detection) of the class in the data. */
  support: count,
  /** Null where nothing was predicted, or nothing is there. */
  precision: ratio.nullable(),
  recall: ratio.nullable(),
  f1: ratio.nullable(),
  /** Detection: average precision at 0.5. */
  averagePrecision: ratio.nullable().optional(),
});
export type ClassMetrics = z.infer<typeof classMetrics>;

/** Corners as shares of width and height: x1, y1, x2, y2. */
const corners = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const seenBox = z.strictObject({ key: z.string(), box: corners, score: ratio.optional() });

/** A picture that the model judged worst, kept small so that it can be looked at when its dataset is gone. */
export const worstExample = z.strictObject({
  /** Item of the dataset; null for sample data. */
  itemId: z.string().nullable(),
  datasetId: z.string().nullable(),
  digest: sha256,
  fileName: z.string().max(200).nullable(),
  /** A JPEG of at most 320 pixels a side, among the files of the model. */
  thumbnail: blobReference,
  /** How wrong: negative log likelihood of the truth; missed and wrong boxes in detection. */
  loss: z.number(),
  truth: z.union([z.strictObject({ key: z.string() }), z.strictObject({ boxes: z.array(seenBox).max(100) })]),
  predicted: z.union([
    z.strictObject({ key: z.string(), score: ratio }),
    z.strictObject({ boxes: z.array(seenBox).max(100) }),
  ]),
});
export type WorstExample = z.infer<typeof worstExample>;

export const mostExamples = 24;

/** The whole judgement of a model, a JSON file in the blob store: too large for an event. */
export const evaluationReport = z.strictObject({
  format: z.literal('tutti-evaluation/1'),
  task: trainingTask,
  /** The part of the data that was held out. */
  part: z.enum(['test', 'validation']),
  metrics: modelMetrics,
  classes: z.array(classMetrics).max(1000),
  /** `confusion[truth][predicted]` by `classes`; in detection one more row and column at the end: nothing there. */
  confusion: z.array(z.array(count)),
  /** Predictions by confidence, ten bins; empty ones are left out. */
  calibration: z.array(z.strictObject({ from: ratio, to: ratio, count, confidence: ratio, accuracy: ratio })),
  examples: z.array(worstExample).max(mostExamples),
  latency: latency.optional(),
});
export type EvaluationReport = z.infer<typeof evaluationReport>;

/** What a stream asks of a new model before it may be deployed. */
export const promotionGate = z.strictObject({
  metric: z.enum(['accuracy', 'macroF1', 'map50']),
  /** The metric must be at least this. */
  atLeast: ratio.optional(),
  /** It must exceed that of the model it replaces by this, on the same pictures; may be negative. 0 when absent. */
  gain: z.number().min(-1).max(1).optional(),
  /** No class may fall by more than this in recall against the model it replaces. */
  largestClassLoss: ratio.optional(),
});
export type PromotionGate = z.infer<typeof promotionGate>;

export const gateReason = z.strictObject({
  code: z.enum([
    'at-least',
    'gain',
    'class-loss',
    /** Too few pictures were held out to tell. */
    'few-items',
    /** There is nothing to compare with: the gate looks at the model alone. */
    'no-baseline',
  ]),
  passes: z.boolean(),
  /** What was found, and what was asked for; absent where there is nothing to measure. */
  found: z.number().optional(),
  asked: z.number().optional(),
  classKey: z.string().optional(),
});
export type GateReason = z.infer<typeof gateReason>;

/** Whether a model may be deployed, and why or why not. */
export const gateVerdict = z.strictObject({ passes: z.boolean(), reasons: z.array(gateReason).max(64) });
export type GateVerdict = z.infer<typeof gateVerdict>;
