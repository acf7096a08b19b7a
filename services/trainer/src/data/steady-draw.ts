import { hash } from 'node:crypto';
import type { RowSplit } from '../training/stratified-split';

export interface Drawn {
  readonly classId: number;
  /** What is held out together: a picture, or all pictures of a camera. */
  readonly key: string;
}

const fewestKept = 2;
const digits = 12;

/** Of a key, evenly spread over 0..1. */
const placeOf = (key: string): number => parseInt(hash('sha256', key).slice(0, digits), 16) / 16 ** digits;

/**
 * Holds out what a hash of the key puts below `share`: whatever comes later, what was learned from stays there. A class
 * of which nothing is held out gives what lies lowest; two rows of each class stay to learn from, one of two.
 */
export function steadyDraw(rows: readonly Drawn[], share: number): RowSplit {
  const indices = [...rows.keys()];
  const left = countsOf(rows, indices);
  const fewest = new Map([...left].map(([name, all]) => [name, Math.max(1, Math.min(fewestKept, all - 1))]));
  const groups = [...Map.groupBy(indices, (row) => rows[row]?.key ?? '')]
    .map(([key, members]) => ({ place: placeOf(key), members, counts: countsOf(rows, members) }))
    .sort((a, b) => a.place - b.place);
  const heldOut = new Set<number>();
  const judged = new Set<number>();
  const holdOut = ({ members, counts }: (typeof groups)[number]): boolean => {
    for (const [name, count] of counts)
      if ((left.get(name) ?? 0) - count < (fewest.get(name) ?? 0)) return false;
    for (const [name, count] of counts) {
      left.set(name, (left.get(name) ?? 0) - count);
      judged.add(name);
    }
    for (const row of members) heldOut.add(row);
    return true;
  };
  for (const group of groups) if (group.place < share) holdOut(group);
  for (const name of [...left.keys()].sort((a, b) => a - b))
    if (!judged.has(name)) groups.find((group) => group.counts.has(name) && holdOut(group));
  return {
    kept: indices.filter((row) => !heldOut.has(row)),
    heldOut: indices.filter((row) => heldOut.has(row)),
  };
}

function countsOf(rows: readonly Drawn[], of: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of of) {
    const name = rows[row]?.classId ?? 0;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
