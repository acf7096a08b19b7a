import type { EvaluationReport, ModelLabel, ModelMetrics } from '@tutti/contracts/training';
import { averagePrecision, meanOf } from './average-precision';
import { type FoundBox, type TrueBox, matchBoxes, sameClass } from './box-matching';

/** What is in a picture and what a model found there, down to very low scores. */
export interface BoxesOfPicture {
  readonly truth: readonly TrueBox[];
  readonly found: readonly FoundBox[];
}

export interface BoxJudgement {
  readonly metrics: ModelMetrics;
  readonly classes: EvaluationReport['classes'];
  readonly confusion: EvaluationReport['confusion'];
  readonly calibration: EvaluationReport['calibration'];
  /** By picture: boxes that were missed, and boxes that are wrong. */
  readonly faults: readonly number[];
}

/** Statements by class, for average precision; a box of a class is right when it finds one of that class. */
export function statementsOf(pictures: readonly BoxesOfPicture[]) {
  return pictures.flatMap(({ truth, found }) => {
    const matches = matchBoxes(truth, found, sameClass);
    return found.map(({ classId, score }, at) => ({ classId, score, right: (matches[at] ?? -1) >= 0 }));
  });
}

/** Average precision of each class at an overlap of 0.5. */
export function averagePrecisions(
  pictures: readonly BoxesOfPicture[],
  classes: number,
): readonly (number | null)[] {
  const statements = Map.groupBy(statementsOf(pictures), ({ classId }) => classId);
  const support = supportOf(pictures, classes);
  return support.map((count, classId) => averagePrecision(statements.get(classId) ?? [], count));
}

function supportOf(pictures: readonly BoxesOfPicture[], classes: number): readonly number[] {
  const support = new Array<number>(classes).fill(0);
  for (const { classId } of pictures.flatMap(({ truth }) => truth))
    support[classId] = (support[classId] ?? 0) + 1;
  return support;
}

/** Everything that is counted of a detector. What is less sure than `threshold` counts in mAP and calibration only. */
export function judgeBoxes(
  pictures: readonly BoxesOfPicture[],
  labels: readonly ModelLabel[],
  threshold: number,
): BoxJudgement {
  const { confusion, faults } = confusionOf(pictures, labels.length, threshold);
  const precisions = averagePrecisions(pictures, labels.length);
  const total = confusion.flatMap((row, truth) =>
    row.map((count, predicted) => ({ count, truth, predicted })),
  );
  const sum = (counts: (cell: { truth: number; predicted: number }) => boolean): number =>
    total.reduce((all, cell) => all + (counts(cell) ? cell.count : 0), 0);
  const nothing = labels.length;
  const right = sum(({ truth, predicted }) => truth === predicted && truth !== nothing);
  const classes = labels.map(({ key, name }, id) => {
    const hits = confusion[id]?.[id] ?? 0;
    const support = sum(({ truth }) => truth === id);
    const rates = ratesOf(
      hits,
      sum(({ predicted }) => predicted === id),
      support,
    );
    return { key, name, support, ...rates, averagePrecision: precisions[id] ?? null };
  });
  const whole = ratesOf(
    right,
    sum(({ predicted }) => predicted !== nothing),
    sum(({ truth }) => truth !== nothing),
  );
  return {
    metrics: {
      items: pictures.length,
      macroF1: meanOf(classes.map(({ support, f1 }) => (support > 0 ? (f1 ?? 0) : null))),
      map50: meanOf(precisions),
      ...(whole.precision === null ? {} : { precision: whole.precision }),
      ...(whole.recall === null ? {} : { recall: whole.recall }),
    },
    ...{ classes, confusion, faults },
    calibration: calibrationOf(pictures),
  };
}

function ratesOf(right: number, said: number, there: number) {
  const precision = said === 0 ? null : right / said;
  const recall = there === 0 ? null : right / there;
  return { precision, recall, f1: said + there === 0 ? null : (2 * right) / (said + there) };
}

/** Which true box each box that is sure enough found, or -1: one of its class first, then what is left of any class. */
function matchesOf({ truth, found }: BoxesOfPicture, threshold: number) {
  const sure = found.filter(({ score }) => score >= threshold);
  const right = matchBoxes(truth, sure, sameClass);
  const taken = new Set(right);
  const wrong = sure.filter((_, at) => (right[at] ?? -1) < 0);
  const mistaken = matchBoxes(truth, wrong, () => true, taken);
  return { sure, right, wrong, mistaken, taken };
}

/** The last row and column stand for nothing. */
function confusionOf(pictures: readonly BoxesOfPicture[], classes: number, threshold: number) {
  const confusion = Array.from({ length: classes + 1 }, () => new Array<number>(classes + 1).fill(0));
  const count = (truth: TrueBox | undefined, said: FoundBox | undefined): void => {
    const row = confusion[truth?.classId ?? classes];
    const column = said?.classId ?? classes;
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1;
  };
  const faults = pictures.map((picture) => {
    const { truth } = picture;
    const { sure, right, wrong, mistaken, taken } = matchesOf(picture, threshold);
    for (const [at, number] of right.entries()) if (number >= 0) count(truth[number], sure[at]);
    for (const [at, number] of mistaken.entries()) count(truth[number], wrong[at]);
    const seen = new Set([...right, ...mistaken]);
    for (const [number, box] of truth.entries()) if (!seen.has(number)) count(box, undefined);
    return wrong.length + truth.filter((_, number) => !taken.has(number)).length;
  });
  return { confusion, faults };
}

const bins = 10;

/** How often boxes of a confidence are right. */
function calibrationOf(pictures: readonly BoxesOfPicture[]): EvaluationReport['calibration'] {
  const binOf = (score: number): number => Math.min(bins - 1, Math.floor(score * bins));
  const byBin = Map.groupBy(statementsOf(pictures), ({ score }) => binOf(score));
  return [...byBin]
    .toSorted(([a], [b]) => a - b)
    .map(([bin, statements]) => ({
      ...{ from: bin / bins, to: (bin + 1) / bins, count: statements.length },
      confidence: statements.reduce((sum, { score }) => sum + score, 0) / statements.length,
      accuracy: statements.filter(({ right }) => right).length / statements.length,
    }));
}
