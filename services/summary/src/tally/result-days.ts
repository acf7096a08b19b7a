import type { EntityManager, EntitySchema } from 'typeorm';
import type { DeviceResults, ModelResults } from './day-data';
import type { DaySpan } from './day-span';
import {
  binNames,
  deviceResultTable,
  modelResultTable,
  type BinName,
  type ResultSums,
} from './result-tally.table';

type Raw<Name extends string> = Readonly<Record<Name, number | string | null>>;
const sums = ['results', 'volume', 'scoreSum', 'failures'] as const;

const summed = <Row extends object>(
  manager: EntityManager,
  table: EntitySchema<Row>,
  { from, to }: DaySpan,
  names: readonly string[],
) => {
  const query = manager
    .createQueryBuilder(table, 'row')
    .select('row.digest', 'digest')
    .where('row.at >= :from AND row.at < :to', { from, to })
    .groupBy('row.digest');
  for (const name of names) query.addSelect(`SUM(row.${name})`, name);
  return query;
};

const sumsOf = (raw: Raw<keyof ResultSums>): ResultSums => ({
  results: Number(raw.results),
  // Of very many that a device made up: what cannot be told would keep the day from being said.
  volume: Math.min(Number(raw.volume), Number.MAX_SAFE_INTEGER),
  scoreSum: Number(raw.scoreSum),
  failures: Number(raw.failures),
});

/** By device and model. */
export const deviceResultsOf = async (
  manager: EntityManager,
  span: DaySpan,
): Promise<readonly DeviceResults[]> => {
  type Found = Raw<keyof ResultSums | 'lastAt'> & { readonly digest: string; readonly deviceId: string };
  const found = await summed(manager, deviceResultTable, span, sums)
    .addSelect('row.deviceId', 'deviceId')
    .addSelect('MAX(row.lastAt)', 'lastAt')
    .addGroupBy('row.deviceId')
    .getRawMany<Found>();
  return found.map((raw) => ({
    deviceId: raw.deviceId,
    digest: raw.digest,
    ...sumsOf(raw),
    lastAt: Number(raw.lastAt),
  }));
};

/** By model. */
export const modelResultsOf = async (
  manager: EntityManager,
  span: DaySpan,
): Promise<readonly ModelResults[]> => {
  type Found = Raw<keyof ResultSums | BinName> & { readonly digest: string };
  const found = await summed(manager, modelResultTable, span, [...sums, ...binNames]).getRawMany<Found>();
  return found.map((raw) => ({
    digest: raw.digest,
    ...sumsOf(raw),
    bins: Object.fromEntries(binNames.map((name) => [name, Number(raw[name])])),
  }));
};
