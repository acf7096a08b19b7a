import type { FailureEntry, InferenceEntry } from '@tutti/contracts/devices';
import type { Prediction } from '@tutti/vision';
import type { ActiveModel } from '../engine/active-model';
import { shortened } from '../engine/fit-labels';

/** Where a picture came from and what is known about it. */
export interface Observation {
  readonly file: string;
  readonly at: number;
  readonly truth?: string | undefined;
  /** Size of the picture as it came. */
  readonly bytes?: number | undefined;
  /** sha256 of a preview that is on its way to the server. */
  readonly preview?: string | undefined;
}

const mostClasses = 1000;
const mostBoxes = 100;
const longestFile = 256;

/** A result as telemetry carries it, within the limits of its contract whatever the model says. */
export function inferenceEntry(
  { file, at, bytes, truth, preview }: Observation,
  { reference, labels }: ActiveModel,
  prediction: Prediction,
  latencyMs: number,
): Omit<InferenceEntry, 'seq'> {
  const nameOf = (label: string): string => labels.get(label) ?? shortened(label);
  return {
    at: new Date(at).toISOString(),
    model: reference,
    label: nameOf(prediction.label),
    score: rounded(prediction.score),
    probabilities: distribution(prediction.probabilities, nameOf),
    boxes: prediction.boxes.slice(0, mostBoxes).map(({ label, classId, score, box }) => ({
      label: nameOf(label),
      classId,
      score: rounded(score),
      box: [rounded(box[0]), rounded(box[1]), rounded(box[2]), rounded(box[3])],
    })),
    latencyMs: Math.round(latencyMs * 100) / 100,
    inputFile: fittingFile(file),
    ...(bytes === undefined ? {} : { inputBytes: bytes }),
    ...(truth === undefined ? {} : { truth: nameOf(truth) }),
    ...(preview === undefined ? {} : { preview }),
  };
}

export function failureEntry(
  { file, at }: Observation,
  model: ActiveModel | undefined,
  { type, message }: { readonly type: string; readonly message: string },
): Omit<FailureEntry, 'seq'> {
  return {
    at: new Date(at).toISOString(),
    model: model?.reference ?? null,
    type: type.slice(0, 64),
    message: message.slice(0, 512),
    inputFile: fittingFile(file),
  };
}

/** Empty when the scores are no distribution (several labels at once) or there are too many. */
function distribution(
  probabilities: Readonly<Record<string, number>>,
  nameOf: (label: string) => string,
): Record<string, number> {
  const entries = Object.entries(probabilities).map(([label, p]) => [nameOf(label), rounded(p)] as const);
  const sum = entries.reduce((total, [, p]) => total + p, 0);
  return entries.length <= mostClasses && Math.abs(sum - 1) < 0.005 ? Object.fromEntries(entries) : {};
}

const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

/** The end of a long path says more than its beginning. */
const fittingFile = (file: string): string =>
  file.length <= longestFile ? file : `…${file.slice(1 - longestFile)}`;
