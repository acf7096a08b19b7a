import type { ClassMetrics, EvaluationReport, ModelLabel } from '@tutti/contracts/training';
import { largest } from '../head/largest';

/** What a classifier said about pictures whose class is known. */
export interface Answers {
  readonly labels: readonly ModelLabel[];
  /** Probabilities by label, a row for each picture. */
  readonly probabilities: readonly ArrayLike<number>[];
  /** The true label's index of each picture. */
  readonly truths: ArrayLike<number>;
}

type Judged = Record<'items' | 'accuracy' | 'macroF1' | 'calibrationError' | 'loss', number>;

export interface ClassificationJudgement extends Pick<
  EvaluationReport,
  'classes' | 'confusion' | 'calibration'
> {
  readonly metrics: Judged;
}

export function judgeClassification(answers: Answers): ClassificationJudgement {
  const { labels, probabilities, truths } = answers;
  const items = probabilities.length;
  const confusion = confusionOf(answers);
  const classes = labels.map((label, index) => classMetrics(label, index, confusion));
  const calibration = calibrationOf(answers);
  const losses = probabilities.map((row, at) => lossOf(row, truths[at] ?? 0));
  const present = classes.filter(({ support }) => support > 0);
  return {
    metrics: {
      items,
      accuracy: sum(confusion.map((row, truth) => row[truth] ?? 0)) / items,
      macroF1: sum(present.map(({ f1 }) => f1 ?? 0)) / present.length,
      calibrationError: sum(
        calibration.map(
          ({ count, accuracy, confidence }) => (count / items) * Math.abs(accuracy - confidence),
        ),
      ),
      loss: sum(losses) / items,
    },
    ...{ classes, confusion, calibration },
  };
}

const leastProbability = 1e-7;

/** Negative log likelihood of the truth; what rounds to nothing counts as 1e-7. */
export const lossOf = (probabilities: ArrayLike<number>, truth: number): number =>
  Math.max(0, -Math.log(Math.max(leastProbability, probabilities[truth] ?? 0)));

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** [truth][predicted] */
function confusionOf({ labels, probabilities, truths }: Answers): number[][] {
  const confusion = labels.map(() => labels.map(() => 0));
  for (const [at, row] of probabilities.entries()) {
    const counts = confusion[truths[at] ?? 0] ?? [];
    const predicted = largest(row);
    counts[predicted] = (counts[predicted] ?? 0) + 1;
  }
  return confusion;
}

function classMetrics(
  label: ModelLabel,
  index: number,
  confusion: readonly (readonly number[])[],
): ClassMetrics {
  const support = sum(confusion[index] ?? []);
  const predicted = sum(confusion.map((row) => row[index] ?? 0));
  const right = confusion[index]?.[index] ?? 0;
  return {
    key: label.key,
    name: label.name,
    support,
    precision: predicted === 0 ? null : right / predicted,
    recall: support === 0 ? null : right / support,
    f1: support === 0 ? null : (2 * right) / (support + predicted),
  };
}

const bins = 10;

/** Confidence (the largest probability) against how often it is right, in ten bins (Guo et al. 2017). */
function calibrationOf({ probabilities, truths }: Answers): EvaluationReport['calibration'] {
  const found = probabilities.map((row, at) => {
    const predicted = largest(row);
    return { confidence: Math.min(1, row[predicted] ?? 0), right: predicted === (truths[at] ?? 0) ? 1 : 0 };
  });
  return Array.from({ length: bins }, (_, bin) => {
    const inside = found.filter(
      ({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === bin,
    );
    return {
      ...{ from: bin / bins, to: (bin + 1) / bins, count: inside.length },
      confidence: sum(inside.map(({ confidence }) => confidence)) / inside.length,
      accuracy: sum(inside.map(({ right }) => right)) / inside.length,
    };
  }).filter(({ count }) => count > 0);
}
