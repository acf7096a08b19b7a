import type { TrainingItem } from '../task/training-task';

/** An order that says nothing of datasets: its beginning is a fair sample of all of them, and a new picture is rarely in it. */
export const byDigest = <T extends { readonly item: Pick<TrainingItem, 'digest'> }>(
  pictures: readonly T[],
): readonly T[] => pictures.toSorted((a, b) => (a.item.digest < b.item.digest ? -1 : 1));
