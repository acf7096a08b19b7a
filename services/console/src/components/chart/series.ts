/** One point of a line; null breaks it. */
export type Value = number | null;

export interface Timeline {
  /** Seconds since 1970, ascending. */
  readonly times: readonly number[];
  readonly values: readonly (readonly Value[])[];
  /** Least and greatest around each line that has a band. */
  readonly bands?: readonly (Band | undefined)[];
}

export interface Band {
  readonly low: readonly Value[];
  readonly high: readonly Value[];
}

/** A value per step: mean, least and greatest. */
export interface Stat {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

const secondsOf = (at: string): number => Date.parse(at) / 1_000;

/** Rows as lines; where nothing came for `maxGap` seconds the lines break instead of claiming what nobody measured. */
export const timeline = <Row extends { readonly at: string }>(
  rows: readonly Row[],
  pick: readonly ((row: Row) => Value)[],
  maxGap: number,
): Timeline => {
  const times: number[] = [];
  const values: Value[][] = pick.map(() => []);
  for (const row of rows) {
    const at = secondsOf(row.at);
    const last = times.at(-1);
    if (last !== undefined && at - last > maxGap) {
      times.push(last + maxGap / 2);
      for (const line of values) line.push(null);
    }
    times.push(at);
    for (const [index, line] of values.entries()) line.push(pick[index]?.(row) ?? null);
  }
  return { times, values };
};

/** Steps as lines within bands; a step that is missing breaks both. */
export const bandedTimeline = <Row extends { readonly at: string }>(
  rows: readonly Row[],
  pick: readonly ((row: Row) => Stat | null)[],
  maxGap: number,
): Timeline => {
  const parts = (['mean', 'min', 'max'] as const).map((part) =>
    timeline(
      rows,
      pick.map((of) => (row: Row) => of(row)?.[part] ?? null),
      maxGap,
    ),
  );
  const [mean = { times: [], values: [] }, low, high] = parts;
  const bands = pick.map((_, line) => ({ low: low?.values[line] ?? [], high: high?.values[line] ?? [] }));
  return { ...mean, bands };
};

interface Steps {
  readonly stepSeconds: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Of a step that is not over yet: less says nothing of the rest. */
const leastShare = 0.1;
/** Short steps are over soon. */
const shortSeconds = 60;

/**
 * Counts per step, with zeros where there was nothing. The step that is not over yet is left out when it is short; a
 * long one counts as if it went on as it began.
 */
export const countsPerStep = (
  rows: readonly { readonly at: string; readonly count: number }[],
  { stepSeconds, fromMs, toMs }: Steps,
): Timeline => {
  const counts = new Map(rows.map(({ at, count }) => [Math.floor(secondsOf(at) / stepSeconds), count]));
  const times: number[] = [];
  const values: number[] = [];
  const end = Math.floor(toMs / 1_000 / stepSeconds);
  for (let step = Math.ceil(fromMs / 1_000 / stepSeconds); step < end; step++) {
    times.push(step * stepSeconds);
    values.push(counts.get(step) ?? 0);
  }
  const share = toMs / 1_000 / stepSeconds - end;
  const begun = counts.get(end);
  if (stepSeconds > shortSeconds && share >= leastShare && begun !== undefined) {
    times.push(end * stepSeconds);
    values.push(begun / share);
  }
  return { times, values: [values] };
};

export interface Extremes {
  readonly last: number;
  readonly min: number;
  readonly max: number;
}

/** What a summary in words says of a line; undefined when it has no value. */
export const extremesOf = (values: readonly Value[] = []): Extremes | undefined => {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  return last === undefined
    ? undefined
    : {
        last,
        min: known.reduce((least, value) => Math.min(least, value), last),
        max: known.reduce((most, value) => Math.max(most, value), last),
      };
};
