import type { ClassMetrics } from '@tutti/contracts/training';

export const classColumns = ['name', 'support', 'precision', 'recall', 'f1', 'averagePrecision'] as const;
export type ClassColumn = (typeof classColumns)[number];

export interface Order {
  readonly column: ClassColumn;
  readonly ascending: boolean;
}

/** Names begin with A, everything else with the worst. */
export const nextOrder = (order: Order, column: ClassColumn): Order => ({
  column,
  ascending: order.column === column ? !order.ascending : true,
});

const compare = (column: ClassColumn, a: ClassMetrics, b: ClassMetrics): number => {
  if (column === 'name') return a.name.localeCompare(b.name);
  return (a[column] ?? 0) - (b[column] ?? 0);
};

/** In order; what has no value stands last either way. */
export const sorted = (
  classes: readonly ClassMetrics[],
  { column, ascending }: Order,
): readonly ClassMetrics[] => {
  const isKnown = (one: ClassMetrics): boolean => (one[column] ?? null) !== null;
  const known = classes.filter(isKnown).sort((a, b) => compare(column, a, b) * (ascending ? 1 : -1));
  return [...known, ...classes.filter((one) => !isKnown(one))];
};
