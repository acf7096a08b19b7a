import type { VitalsStep, VitalsSteps } from '@tutti/contracts/devices';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { isComplete, rollupState } from '../rollup/rollup-state';
import { stepColumn, stepsOf, type StepsOptions, type StepsQuery } from '../rollup/steps';
import {
  measureNames,
  measures,
  vitalsRollupTable,
  type Measure,
  type VitalsRollupRow,
} from './vitals.rollup';
import type { VitalsRow } from './vitals.row';
import { vitalsTable } from './vitals.table';

type Sample = Readonly<Record<string, number | string | null>>;
type Rows = SelectQueryBuilder<VitalsRow | VitalsRollupRow>;

const ofRaw = (database: DataSource): Rows => {
  const rows: Rows = database.createQueryBuilder(vitalsTable, 'row').select('COUNT(*)', 'samples');
  for (const name of measureNames)
    rows
      .addSelect(`AVG(row.${name})`, `${name}Mean`)
      .addSelect(`MIN(row.${name})`, `${name}Min`)
      .addSelect(`MAX(row.${name})`, `${name}Max`);
  return rows.where('1 = 1');
};

/** Temperatures may be missing where the rest is there. */
const countOf = (name: Measure): string =>
  name === 'temperatureCelsius' ? 'NULLIF(SUM(row.temperatures), 0)' : 'SUM(row.samples)';

const ofRollup = (database: DataSource, span: number): Rows => {
  const rows: Rows = database
    .createQueryBuilder(vitalsRollupTable, 'row')
    .select('SUM(row.samples)', 'samples');
  for (const name of measureNames)
    rows
      .addSelect(`SUM(row.${name}Sum) / ${countOf(name)} / ${measures[name]}`, `${name}Mean`)
      .addSelect(`MIN(row.${name}Min)`, `${name}Min`)
      .addSelect(`MAX(row.${name}Max)`, `${name}Max`);
  return rows.where('row.span = :span', { span });
};

const statOf = (sample: Sample, name: Measure): VitalsStep['cpu'] => ({
  mean: Number(sample[`${name}Mean`]),
  min: Number(sample[`${name}Min`]),
  max: Number(sample[`${name}Max`]),
});

const toStep = (sample: Sample): VitalsStep => ({
  at: new Date(Number(sample['at'])).toISOString(),
  samples: Number(sample['samples']),
  cpu: statOf(sample, 'cpu'),
  memoryUsedBytes: statOf(sample, 'memoryUsedBytes'),
  memoryTotalBytes: Number(sample['memoryTotalBytes']),
  diskUsedBytes: statOf(sample, 'diskUsedBytes'),
  diskTotalBytes: Number(sample['diskTotalBytes']),
  temperatureCelsius: sample['temperatureCelsiusMean'] === null ? null : statOf(sample, 'temperatureCelsius'),
  networkRxBytesPerSecond: statOf(sample, 'networkRxBytesPerSecond'),
  networkTxBytesPerSecond: statOf(sample, 'networkTxBytesPerSecond'),
  agentMemoryBytes: statOf(sample, 'agentMemoryBytes'),
});

/** How a device was doing, per step of time. */
export const vitalsSteps = async (
  database: DataSource,
  deviceId: string,
  query: StepsQuery,
  options: Omit<StepsOptions, 'complete'>,
): Promise<VitalsSteps> => {
  const complete = isComplete(await rollupState(database, 'vitals'));
  const steps = stepsOf(query, { ...options, complete });
  const { from, to, span, stepSeconds } = steps;
  const rows = span === 0 ? ofRaw(database) : ofRollup(database, span);
  const samples = await rows
    .addSelect('MAX(row.memoryTotalBytes)', 'memoryTotalBytes')
    .addSelect('MAX(row.diskTotalBytes)', 'diskTotalBytes')
    .addSelect(stepColumn('row.at', steps), 'at')
    .andWhere('row.deviceId = :deviceId AND row.at >= :from AND row.at < :to', { deviceId, from, to })
    .groupBy(stepColumn('row.at', steps))
    .orderBy(stepColumn('row.at', steps))
    .getRawMany<Sample>();
  return { stepSeconds, items: samples.map(toStep) };
};
