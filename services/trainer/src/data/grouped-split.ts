import { type Random, shuffled } from '@tutti/kernel';
import { type RowSplit, stratifiedSplit } from '../training/stratified-split';

/** With fewer known cameras a part would be one camera's, and pictures are not kept together (ADR 19). */
const fewestGroups = 5;

/** Whether pictures of one camera (null where unknown) stay together. */
export const isGrouped = (groups: readonly (string | null)[]): boolean =>
  new Set(groups.filter((group) => group !== null)).size >= fewestGroups;

const fewestKept = 2;

/**
 * Holds out about `share` of every class. Pictures of one group (a camera; null where unknown) stay together where
 * there are five groups or more, as pictures of one camera are alike and would flatter whoever is judged by them.
 */
export function groupedSplit(
  classes: Uint16Array,
  groups: readonly (string | null)[],
  { share, random }: { readonly share: number; readonly random: Random },
): RowSplit {
  if (!isGrouped(groups)) return stratifiedSplit(classes, share, random);
  const members = Map.groupBy(classes.keys(), (row) => groups[row] ?? `row ${row}`);
  const order = shuffled([...members.values()], random).sort((a, b) => b.length - a.length);
  const left = countsOf(classes, [...classes.keys()]);
  const wanted = new Map([...left].map(([name, count]) => [name, Math.round(count * share)]));
  const heldOut = new Set<number>();
  for (const rows of order) {
    const counts = countsOf(classes, rows);
    if (!isWorthHoldingOut(counts, wanted, left)) continue;
    for (const row of rows) heldOut.add(row);
    for (const [name, count] of counts) {
      wanted.set(name, (wanted.get(name) ?? 0) - count);
      left.set(name, (left.get(name) ?? 0) - count);
    }
  }
  if (heldOut.size === 0) return stratifiedSplit(classes, share, random);
  const rows = [...classes.keys()];
  return { kept: rows.filter((row) => !heldOut.has(row)), heldOut: rows.filter((row) => heldOut.has(row)) };
}

type Counts = ReadonlyMap<number, number>;

function countsOf(classes: Uint16Array, rows: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(classes[row] ?? 0, (counts.get(classes[row] ?? 0) ?? 0) + 1);
  return counts;
}

/** It brings more that is wanted than that is not, and leaves two of each class to learn from. */
function isWorthHoldingOut(counts: Counts, wanted: Counts, left: Counts): boolean {
  let gain = 0;
  for (const [name, count] of counts) {
    if ((left.get(name) ?? 0) - count < fewestKept) return false;
    const useful = Math.min(count, Math.max(0, wanted.get(name) ?? 0));
    gain += useful - (count - useful);
  }
  return gain > 0;
}
