import { EntitySchema } from 'typeorm';
import { fixed, minute, startOf, type Rollup, type RollupKey } from '../rollup/rollup';
import { rollupKeyColumns, statColumns, type Stat } from '../rollup/rollup-columns';
import { bigint } from '@tutti/database';
import type { VitalsRow } from './vitals.row';
import { vitalsTable } from './vitals.table';

/** What is measured, with the parts of its unit in which sums are kept. */
export const measures = {
  cpu: 1_000_000,
  memoryUsedBytes: 1,
  diskUsedBytes: 1,
  temperatureCelsius: 1_000,
  networkRxBytesPerSecond: 1_000,
  networkTxBytesPerSecond: 1_000,
  agentMemoryBytes: 1,
} as const;
export type Measure = keyof typeof measures;
export const measureNames = Object.keys(measures) as readonly Measure[];

export type VitalsRollupRow = RollupKey & {
  readonly samples: number;
  /** Samples with a temperature. */
  readonly temperatures: number;
  readonly memoryTotalBytes: number;
  readonly diskTotalBytes: number;
} & Stat<Measure>;

const columnOf = (measure: Measure): string =>
  measure.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

type StatFields = Stat<Measure>;
const statNames = (part: 'Sum' | 'Min' | 'Max') =>
  measureNames.map((name) => `${name}${part}` as const) as readonly (keyof StatFields)[];

/** Primary, retained by age. */
export const vitalsRollupTable = new EntitySchema<VitalsRollupRow>({
  name: 'vitals_rollup',
  columns: {
    ...rollupKeyColumns,
    samples: bigint('samples'),
    temperatures: bigint('temperatures'),
    memoryTotalBytes: bigint('memory_total_bytes'),
    diskTotalBytes: bigint('disk_total_bytes'),
    ...(Object.assign({}, ...measureNames.map((name) => statColumns(name, columnOf(name)))) as ReturnType<
      typeof statColumns<Measure>
    >),
  },
});

const statsOf = (row: VitalsRow): StatFields =>
  Object.fromEntries(
    measureNames.flatMap((name) => {
      const value = row[name];
      return [
        [`${name}Sum`, value === null ? 0 : fixed(value, measures[name])],
        [`${name}Min`, value],
        [`${name}Max`, value],
      ];
    }),
  ) as StatFields;

const of = (row: VitalsRow): VitalsRollupRow => ({
  deviceId: row.deviceId,
  span: minute,
  at: startOf(row.at, minute),
  samples: 1,
  temperatures: row.temperatureCelsius === null ? 0 : 1,
  memoryTotalBytes: row.memoryTotalBytes,
  diskTotalBytes: row.diskTotalBytes,
  ...statsOf(row),
});

export const vitalsRollup: Rollup<VitalsRow, VitalsRollupRow> = {
  kind: 'vitals',
  raw: vitalsTable,
  reads: {
    deviceId: true,
    journal: true,
    seq: true,
    at: true,
    memoryTotalBytes: true,
    diskTotalBytes: true,
    cpu: true,
    memoryUsedBytes: true,
    diskUsedBytes: true,
    temperatureCelsius: true,
    networkRxBytesPerSecond: true,
    networkTxBytesPerSecond: true,
    agentMemoryBytes: true,
  },
  table: vitalsRollupTable,
  plan: {
    keys: ['deviceId', 'span', 'at'],
    add: ['samples', 'temperatures', ...statNames('Sum')],
    least: statNames('Min'),
    greatest: ['memoryTotalBytes', 'diskTotalBytes', ...statNames('Max')],
  },
  of,
  withFleet: false,
};
