import type { InferenceRates } from '@tutti/contracts/devices';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { fleet } from '../rollup/rollup';
import { isComplete, rollupState } from '../rollup/rollup-state';
import { stepColumn, stepsOf, type Steps, type StepsOptions, type StepsQuery } from '../rollup/steps';
import type { InferenceRow } from './inference.row';
import { inferenceTable } from './inference.table';
import { inferenceRollupTable, latencyParts, scoreParts, type InferenceRollupRow } from './inference.rollup';

export interface RatesQuery extends StepsQuery {
  readonly deviceId?: string | undefined;
  readonly model?: string | undefined;
  readonly modelVersion?: string | undefined;
}

type Item = InferenceRates['items'][number];
type Step = Readonly<Record<keyof Item, number | string>>;

const ofRaw = (database: DataSource, { deviceId }: RatesQuery): SelectQueryBuilder<InferenceRow> => {
  const rows = database
    .createQueryBuilder(inferenceTable, 'row')
    .select('COUNT(*)', 'count')
    .addSelect('COUNT(row.truth)', 'withTruth')
    .addSelect('SUM(CASE WHEN row.correct THEN 1 ELSE 0 END)', 'correct')
    .addSelect('SUM(CASE WHEN row.warning THEN 1 ELSE 0 END)', 'warnings')
    .addSelect('AVG(row.score)', 'meanScore')
    .addSelect('MIN(row.score)', 'minScore')
    .addSelect('MAX(row.score)', 'maxScore')
    .addSelect('AVG(row.latencyMs)', 'meanLatencyMs')
    .addSelect('MIN(row.latencyMs)', 'minLatencyMs')
    .addSelect('MAX(row.latencyMs)', 'maxLatencyMs')
    .where('1 = 1');
  return deviceId === undefined ? rows : rows.andWhere('row.deviceId = :deviceId', { deviceId });
};

const ofRollup = (
  database: DataSource,
  { deviceId = fleet }: RatesQuery,
  span: number,
): SelectQueryBuilder<InferenceRollupRow> =>
  database
    .createQueryBuilder(inferenceRollupTable, 'row')
    .select('SUM(row.results)', 'count')
    .addSelect('SUM(row.withTruth)', 'withTruth')
    .addSelect('SUM(row.correct)', 'correct')
    .addSelect('SUM(row.warnings)', 'warnings')
    .addSelect(`SUM(row.scoreSum) / SUM(row.results) / ${scoreParts}`, 'meanScore')
    .addSelect('MIN(row.scoreMin)', 'minScore')
    .addSelect('MAX(row.scoreMax)', 'maxScore')
    .addSelect(`SUM(row.latencySum) / SUM(row.results) / ${latencyParts}`, 'meanLatencyMs')
    .addSelect('MIN(row.latencyMin)', 'minLatencyMs')
    .addSelect('MAX(row.latencyMax)', 'maxLatencyMs')
    .where('row.deviceId = :deviceId AND row.span = :span', { deviceId, span });

const stepsIn = (database: DataSource, query: RatesQuery, steps: Steps): Promise<readonly Step[]> => {
  const { from, to, span } = steps;
  const rows: SelectQueryBuilder<InferenceRow | InferenceRollupRow> =
    span === 0 ? ofRaw(database, query) : ofRollup(database, query, span);
  const { model, modelVersion } = query;
  if (model !== undefined) rows.andWhere('row.model = :model', { model });
  if (modelVersion !== undefined) rows.andWhere('row.modelVersion = :modelVersion', { modelVersion });
  return rows
    .addSelect(stepColumn('row.at', steps), 'at')
    .andWhere('row.at >= :from AND row.at < :to', { from, to })
    .groupBy(stepColumn('row.at', steps))
    .orderBy(stepColumn('row.at', steps))
    .getRawMany<Step>();
};

const toItem = ({ at, ...step }: Step): Item => ({
  at: new Date(Number(at)).toISOString(),
  count: Number(step.count),
  withTruth: Number(step.withTruth),
  correct: Number(step.correct),
  warnings: Number(step.warnings),
  meanScore: Number(step.meanScore),
  minScore: Number(step.minScore),
  maxScore: Number(step.maxScore),
  meanLatencyMs: Number(step.meanLatencyMs),
  minLatencyMs: Number(step.minLatencyMs),
  maxLatencyMs: Number(step.maxLatencyMs),
});

/** How many results came per step of time, how sure they were and how right. */
export const inferenceRates = async (
  database: DataSource,
  query: RatesQuery,
  options: Omit<StepsOptions, 'complete'>,
): Promise<InferenceRates> => {
  const complete = isComplete(await rollupState(database, 'inference'));
  const steps = stepsOf(query, { ...options, complete });
  const items = (await stepsIn(database, query, steps)).map(toItem);
  const sum = (of: (item: Item) => number): number => items.reduce((all, item) => all + of(item), 0);
  const total = {
    count: sum((i) => i.count),
    withTruth: sum((i) => i.withTruth),
    correct: sum((i) => i.correct),
    warnings: sum((i) => i.warnings),
  };
  return { stepSeconds: steps.stepSeconds, items, total };
};
