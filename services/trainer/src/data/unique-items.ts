import type { Split } from '@tutti/contracts/datasets';
import type { TrainingItem } from '../task/training-task';

/** What is held out most strictly comes first. */
const strictness: Readonly<Record<Split, number>> = { test: 0, validation: 1, train: 2 };

/** Each picture once: one that several datasets hold must not be learned from and judged by. */
export function uniqueItems(items: readonly TrainingItem[]): {
  readonly items: readonly TrainingItem[];
  readonly lines: readonly string[];
} {
  const kept = new Map<string, TrainingItem>();
  for (const item of items) {
    const known = kept.get(item.digest);
    if (known === undefined || strictness[item.split] < strictness[known.split]) kept.set(item.digest, item);
  }
  const repeats = items.length - kept.size;
  const lines =
    repeats === 0 ? [] : [`${repeats} pictures come more than once: each counts once, in the part held out`];
  return { items: [...kept.values()], lines };
}
