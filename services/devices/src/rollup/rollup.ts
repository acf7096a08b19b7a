import type { EntryKey } from '@tutti/contracts/devices';
import type { MergePlan } from '@tutti/database';
import type { EntitySchema, FindOptionsSelect } from 'typeorm';

/** Seconds that a row of a roll-up stands for. */
export const minute = 60;
export const hour = 3600;
export type Span = typeof minute | typeof hour;

/** Stands where a device's id would: all devices together. */
export const fleet = '*';

export interface RollupKey {
  readonly deviceId: string;
  readonly span: number;
  /** Begin of the span, milliseconds since 1970. */
  readonly at: number;
}

/** A row of raw telemetry. */
export interface RawRow extends EntryKey {
  readonly at: number;
}

export type RollupKind = 'inference' | 'vitals';

/**
 * What is kept of raw telemetry beyond its time. A row says what the entries of a device in a span amount to; rows are
 * merged in any order, so sums are whole numbers (`fixed`): adding them up never depends on who came first.
 */
export interface Rollup<Raw extends RawRow, Row extends RollupKey> {
  readonly kind: RollupKind;
  readonly raw: EntitySchema<Raw>;
  /** Properties of a raw row that `of` reads. */
  readonly reads: FindOptionsSelect<Raw>;
  readonly table: EntitySchema<Row>;
  readonly plan: MergePlan<Row>;
  /** A single entry, in its minute. */
  readonly of: (raw: Raw) => Row;
  /** Whether all devices together have rows of their own. */
  readonly withFleet: boolean;
}

/** A value as a whole number of its unit's parts. */
export const fixed = (value: number, parts: number): number => Math.round(value * parts);

export const startOf = (at: number, span: Span): number => at - (at % (span * 1000));

type Fields = Record<string, number | string | null>;

const extreme =
  (choose: (a: number, b: number) => number) =>
  (a: unknown, b: unknown): number | null => {
    if (typeof a !== 'number') return typeof b === 'number' ? b : null;
    return typeof b === 'number' ? choose(a, b) : a;
  };
const least = extreme(Math.min);
const greatest = extreme(Math.max);

const merged = <Row extends RollupKey>(plan: MergePlan<Row>, a: Row, b: Row): Row => {
  const fields: Fields = {};
  for (const name of plan.add) fields[name] = Number(a[name]) + Number(b[name]);
  for (const name of plan.least) fields[name] = least(a[name], b[name]);
  for (const name of plan.greatest) fields[name] = greatest(a[name], b[name]);
  return { ...a, ...fields };
};

/** One row for each key: the same whatever the order. */
export const folded = <Row extends RollupKey>(plan: MergePlan<Row>, rows: Iterable<Row>): readonly Row[] => {
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const key = plan.keys.map((name) => row[name]).join('\n');
    const known = byKey.get(key);
    byKey.set(key, known ? merged(plan, known, row) : row);
  }
  return [...byKey.values()];
};

export const inHour = <Row extends RollupKey>(row: Row): Row => ({
  ...row,
  span: hour,
  at: startOf(row.at, hour),
});

export const ofFleet = <Row extends RollupKey>(row: Row): Row => ({ ...row, deviceId: fleet });

/** Everything that entries add to a roll-up: minutes and hours, of each device and of the fleet. */
export const rollupOf = <Raw extends RawRow, Row extends RollupKey>(
  { plan, of, withFleet }: Pick<Rollup<Raw, Row>, 'plan' | 'of' | 'withFleet'>,
  entries: readonly Raw[],
): readonly Row[] => {
  const minutes = folded(plan, entries.map(of));
  const all = withFleet ? [...minutes, ...folded(plan, minutes.map(ofFleet))] : minutes;
  return [...all, ...folded(plan, all.map(inHour))];
};
