import { type Corners, type Placement, toPicture } from '../image/letterbox';
import { ModelError } from './model-error';
import type { TensorInfo } from './model-info';
import { type Candidate, nms } from './nms';
import type { OutputReader, OutputTensor, ReaderContext } from './output-reader';
import type { Prediction } from './prediction';

const defaultScoreThreshold = 0.5;
const mostCandidates = 3000;
/** 1, with room for rounding. */
const highestScore = 1.001;

/** Reads `boxes` [1,M,4] (x1,y1,x2,y2 in 0..1 of the input) and `scores` [1,M,K], then suppresses overlaps. */
export function detectionReader({ metadata, input, outputs }: ReaderContext): OutputReader {
  const { labels, postprocessing } = metadata;
  const scoreThreshold = postprocessing.scoreThreshold ?? defaultScoreThreshold;
  needed(outputs, 'boxes', 4);
  needed(outputs, 'scores', labels.length);
  const read = ([boxes, scores]: readonly OutputTensor[], placement: Placement): Prediction => {
    const found = candidates({ boxes, scores, classes: labels.length, scoreThreshold });
    const kept = nms(strongest(found), postprocessing);
    return detection(
      labels,
      kept.map((candidate) => ({ ...candidate, box: toPicture(candidate.box, input, placement) })),
    );
  };
  return { names: ['boxes', 'scores'], scoreThreshold, read };
}

function needed(outputs: readonly TensorInfo[], name: string, last: number): void {
  const output = outputs.find((candidate) => candidate.name === name && candidate.datatype === 'FP32');
  if (output?.shape.length !== 3) {
    throw new ModelError('model.unsupported', `A detector needs an FP32 output "${name}" with 3 dimensions.`);
  }
  const declared = output.shape[2] ?? -1;
  if (declared !== -1 && declared !== last) {
    throw new ModelError(
      'model.bad-metadata',
      `Output "${name}" is ${declared} wide; with these labels it must be ${last}.`,
    );
  }
}

interface RawDetections {
  readonly boxes: OutputTensor | undefined;
  readonly scores: OutputTensor | undefined;
  readonly classes: number;
  readonly scoreThreshold: number;
}

function candidates({ boxes, scores, classes, scoreThreshold }: RawDetections): Candidate[] {
  if (boxes === undefined || scores?.data.length !== (boxes.data.length / 4) * classes) {
    throw new ModelError('model.unsupported', 'The model answers a different number of boxes and of scores.');
  }
  const found: Candidate[] = [];
  for (let at = 0; at < scores.data.length; at++) {
    const score = scores.data[at] ?? 0;
    if (score < scoreThreshold) continue;
    const box = cornersAt(boxes.data, Math.floor(at / classes));
    if (box !== undefined && score <= highestScore) {
      found.push({ classId: at % classes, score: Math.min(1, score), box });
    }
  }
  return found;
}

/** A box must have numbers for corners and an inside. */
function cornersAt(data: Float32Array, place: number): Corners | undefined {
  const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN] = data.subarray(place * 4, place * 4 + 4);
  return x2 > x1 && y2 > y1 && Number.isFinite(x2 - x1) && Number.isFinite(y2 - y1)
    ? [x1, y1, x2, y2]
    : undefined;
}

const strongest = (found: readonly Candidate[]): readonly Candidate[] =>
  found.length <= mostCandidates
    ? found
    : found.toSorted((a, b) => b.score - a.score).slice(0, mostCandidates);

function detection(labels: readonly string[], kept: readonly Candidate[]): Prediction {
  const boxes = kept.map((candidate) => ({ ...candidate, label: labels[candidate.classId] ?? '' }));
  const [best] = boxes;
  return { task: 'detection', label: best?.label ?? '', score: best?.score ?? 0, probabilities: {}, boxes };
}
