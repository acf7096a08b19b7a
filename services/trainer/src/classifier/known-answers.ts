import { createHash } from 'node:crypto';
import type { Model } from '@tutti/vision';
import { decodeItem } from '../data/decode-item';
import type { TrainingTask } from '../task/training-task';
import type { CheckedData } from './check-data';

/*
 * What a finished model says about a picture never changes. It is kept by the model's digest, so that the model of one
 * training need not look at all pictures again when the next one is compared with it.
 */

export const digestOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex');

const spaceOf = (digest: string): string => `answers/${digest}`;

/** Keeps what a model says about the pictures that are judged. */
export function rememberAnswers(
  cache: TrainingTask['cache'],
  digest: string,
  { judge }: CheckedData,
  probabilities: readonly ArrayLike<number>[],
): void {
  cache.set(
    spaceOf(digest),
    judge.map(({ item }, at) => [item.digest, Float32Array.from(probabilities[at] ?? [])] as const),
  );
}

/** Probabilities of the judged pictures in the order of the model's own labels. */
export async function answersOf(
  model: Model,
  { task, judge }: { readonly task: TrainingTask; readonly judge: CheckedData['judge'] },
): Promise<readonly ArrayLike<number>[]> {
  const { labels, digest } = model.info;
  const digests = judge.map(({ item }) => item.digest);
  const rows: ArrayLike<number>[] = [];
  const fresh: (readonly [string, Float32Array])[] = [];
  try {
    for (const [at, known] of task.cache.get(spaceOf(digest), digests).entries()) {
      const item = judge[at]?.item;
      if (item === undefined) break;
      task.report({ step: 'compare', progress: at / judge.length });
      if (known?.length === labels.length) {
        rows.push(known);
        continue;
      }
      const { probabilities } = await model.predict(await decodeItem(task.data, item));
      const row = Float32Array.from(labels, (label) => probabilities[label] ?? NaN);
      fresh.push([item.digest, row]);
      rows.push(row);
    }
  } finally {
    task.cache.set(spaceOf(digest), fresh);
  }
  return rows;
}
