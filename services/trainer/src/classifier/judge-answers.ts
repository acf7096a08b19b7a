import { largest } from '../head/largest';
import { judgeClassification, lossOf } from '../judge/classification';
import { worstExamples } from '../judge/worst-examples';
import type { Judgement, TrainingData } from '../task/training-task';
import type { CheckedData } from './check-data';

type Probabilities = readonly ArrayLike<number>[];

/** The numbers of a judgement of what a model said about the pictures that are judged. */
export const judgeAnswers = ({ labels, judge }: CheckedData, probabilities: Probabilities) =>
  judgeClassification({ labels, probabilities, truths: judge.map(({ classId }) => classId) });

/** Numbers, and the worst of the pictures to look at. */
export async function judgementOf(
  data: TrainingData,
  checked: CheckedData,
  probabilities: Probabilities,
): Promise<Judgement> {
  return {
    format: 'tutti-evaluation/1',
    task: 'image-classification',
    part: checked.part,
    ...judgeAnswers(checked, probabilities),
    examples: await worstExamples(judgedItems(checked, probabilities), data),
  };
}

function judgedItems({ labels, judge }: CheckedData, probabilities: Probabilities) {
  const keyOf = (classId: number) => labels[classId]?.key ?? '';
  return judge.map(({ item, classId }, at) => {
    const row = probabilities[at] ?? [];
    const predicted = largest(row);
    return {
      item,
      loss: lossOf(row, classId),
      truth: { key: keyOf(classId) },
      predicted: { key: keyOf(predicted), score: Math.min(1, row[predicted] ?? 0) },
    };
  });
}
