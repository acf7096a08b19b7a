import { type Random, shuffled } from '@tutti/kernel';

export interface RowSplit {
  readonly kept: readonly number[];
  readonly heldOut: readonly number[];
}

/**
 * Splits row numbers in two so that `share` of every class (at least one row, but never the only one) goes to the
 * second part.
 */
export function stratifiedSplit(classes: Uint16Array, share: number, random: Random): RowSplit {
  const rowsOf = Map.groupBy(classes.keys(), (row) => classes[row] ?? 0);
  const heldOut = new Set<number>();
  for (const name of [...rowsOf.keys()].sort((a, b) => a - b)) {
    const rows = rowsOf.get(name) ?? [];
    const aside = rows.length < 2 ? 0 : Math.max(1, Math.round(rows.length * share));
    for (const row of shuffled(rows, random).slice(0, aside)) heldOut.add(row);
  }
  const rows = [...classes.keys()];
  return { kept: rows.filter((row) => !heldOut.has(row)), heldOut: rows.filter((row) => heldOut.has(row)) };
}
