/** Places of a journal that were counted: from, to, from, to, …, in their order, both inclusive. */
export type SeenRanges = readonly number[];

/**
 * A journal's places come nearly in their order; what stays open between ranges is on its way, or was dropped by the
 * device. With more gaps than that the oldest are taken for dropped. An agent has 4000 entries under way at most: where
 * every second one is of another kind and those come later, so many gaps.
 */
const mostRanges = 2000;

const has = (ranges: SeenRanges, place: number): boolean => {
  let [low, high] = [0, ranges.length / 2];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ranges[2 * middle + 1] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return (ranges[2 * low] ?? Infinity) <= place;
};

/** Joins what touches. */
const joined = (pairs: readonly (readonly [number, number])[]): number[] => {
  const all: number[] = [];
  for (const [from, to] of [...pairs].sort((a, b) => a[0] - b[0])) {
    const last = all.at(-1);
    if (last !== undefined && from <= last + 1) all[all.length - 1] = Math.max(last, to);
    else all.push(from, to);
  }
  return all;
};

const pairsOf = (ranges: SeenRanges): (readonly [number, number])[] =>
  Array.from({ length: ranges.length / 2 }, (_, n) => [ranges[2 * n] ?? 0, ranges[2 * n + 1] ?? 0] as const);

export interface Seen {
  readonly ranges: SeenRanges;
  /** Places that were not seen before. */
  readonly fresh: ReadonlySet<number>;
}

/** Which of these places are new, and all that have been seen then. */
export const see = (ranges: SeenRanges, places: readonly number[]): Seen => {
  const fresh = new Set(places.filter((place) => !has(ranges, place)));
  if (fresh.size === 0) return { ranges, fresh };
  const all = joined([...pairsOf(ranges), ...[...fresh].map((place) => [place, place] as const)]);
  const tooMany = all.length / 2 - mostRanges;
  if (tooMany <= 0) return { ranges: all, fresh };
  return { ranges: [all[0] ?? 0, ...all.slice(2 * tooMany + 1)], fresh };
};
