import type { ModelLabel } from '@tutti/contracts/training';
import { type Image, Model, type Prediction, readProperties } from '@tutti/vision';
import { decodeItem } from '../data/decode-item';
import type { Parts } from '../data/parts';
import type { FoundBox } from '../judge/box-matching';
import { type BoxesOfPicture, judgeBoxes } from '../judge/judge-boxes';
import { measureLatency } from '../judge/measure-latency';
import { type JudgedItem, worstExamples } from '../judge/worst-examples';
import type { Judgement, TrainingData, TrainingItem } from '../task/training-task';
import type { DetectionPicture } from './detection-data';
import { withLowThreshold } from './detector-file';
import { type FittedPictures, trainingFit } from './fitted-pictures';

export interface DetectorJudging {
  readonly file: Uint8Array;
  /** What the pictures may show. */
  readonly labels: readonly ModelLabel[];
  readonly pictures: FittedPictures;
  readonly parts: Parts<DetectionPicture>;
  readonly threads: number | undefined;
  readonly data: TrainingData;
  readonly onPicture: (done: number) => void;
}

const timedPictures = 8;
const mostBoxesShown = 100;

/**
 * What a finished file is worth, by the code that devices run, from encoded picture to box. Whatever file it is: classes
 * that it does not know are missed, and what it says of others counts for nothing. Throws a `ModelError` when it is no
 * detector.
 */
export async function judgeDetector(judging: DetectorJudging): Promise<Judgement> {
  const { labels, pictures, parts, data, file, threads } = judging;
  const model = await Model.load(
    withLowThreshold(file),
    threads === undefined ? {} : { intraOpThreads: threads },
  );
  let seen: readonly BoxesOfPicture[];
  try {
    seen = await lookAtAll(model, judging);
  } finally {
    await model.release();
  }
  const threshold = await thresholdOf(file);
  const { metrics, classes, confusion, calibration, faults } = judgeBoxes(seen, labels, threshold);
  const judged = parts.judge.map(({ item }, at) =>
    judgedItem(item, seen[at], { labels, threshold, loss: faults[at] }),
  );
  const timed = parts.judge.slice(0, timedPictures);
  return {
    ...{ format: 'tutti-evaluation/1', task: 'object-detection', part: parts.part },
    ...{ metrics, classes: [...classes], confusion: [...confusion], calibration: [...calibration] },
    examples: await worstExamples(judged, data),
    latency: await measureLatency(file, await Promise.all(timed.map(({ item }) => fitted(item, pictures)))),
  };
}

/** Models say keys, or names where others made them. What is the name of one class and the key of another is the key. */
export function classIdsOf(labels: readonly ModelLabel[]): ReadonlyMap<string, number> {
  const by = (part: keyof ModelLabel) => labels.map((label, id) => [label[part], id] as const);
  return new Map([...by('name'), ...by('key')]);
}

async function lookAtAll(
  model: Model,
  { labels, pictures, parts, data, onPicture }: DetectorJudging,
): Promise<readonly BoxesOfPicture[]> {
  const ids = classIdsOf(labels);
  const seen: BoxesOfPicture[] = [];
  const { input, preprocessing } = model.info;
  const fits = input.width === pictures.side && input.height === pictures.side;
  const asTrained = fits && preprocessing.resize === trainingFit.resize;
  for (const { item, boxes: truth } of parts.judge) {
    const image = asTrained ? await fitted(item, pictures) : await decodeItem(data, item);
    const prediction = await model.predict(image);
    seen.push({ truth, found: foundIn(prediction, ids) });
    onPicture(seen.length);
  }
  return seen;
}

/** What fitting the whole picture to the input would give, without reading it once more. */
async function fitted(item: TrainingItem, pictures: FittedPictures): Promise<Image> {
  return { width: pictures.side, height: pictures.side, data: await pictures.pixels(item) };
}

const foundIn = ({ boxes }: Prediction, ids: ReadonlyMap<string, number>): readonly FoundBox[] =>
  boxes.flatMap(({ label, score, box }) => {
    const classId = ids.get(label);
    return classId === undefined ? [] : [{ classId, score, box }];
  });

/** From which score on devices tell of a box. */
async function thresholdOf(file: Uint8Array): Promise<number> {
  const told = JSON.parse(readProperties(file)['postprocessing'] ?? '{}') as { scoreThreshold?: number };
  return told.scoreThreshold ?? 0.5;
}

interface Shown {
  readonly labels: readonly ModelLabel[];
  readonly threshold: number;
  readonly loss: number | undefined;
}

function judgedItem(
  item: JudgedItem['item'],
  seen: BoxesOfPicture | undefined,
  { labels, threshold, loss = 0 }: Shown,
): JudgedItem {
  const keyOf = (classId: number): string => labels[classId]?.key ?? '';
  const truth = (seen?.truth ?? []).map(({ classId, corners }) => ({
    key: keyOf(classId),
    box: [...corners],
  }));
  const sure = (seen?.found ?? []).filter(({ score }) => score >= threshold);
  const predicted = sure.map(({ classId, score, box }) => ({ key: keyOf(classId), score, box: [...box] }));
  const shown = <T>(boxes: readonly T[]) => ({ boxes: boxes.slice(0, mostBoxesShown) });
  return { item, loss, truth: shown(truth), predicted: shown(predicted) } as JudgedItem;
}
