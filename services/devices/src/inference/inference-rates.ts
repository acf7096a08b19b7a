import { commonErrors } from '@tutti/contracts/common';
import type { InferenceRates } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { within } from '../telemetry/time-range';
import { inferenceTable } from './inference.table';

export interface RatesQuery {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly deviceId?: string | undefined;
  readonly stepSeconds?: number | undefined;
}

const hourMs = 3_600_000;
/** Steps of an answer, when the caller does not say how long they are. */
const usualSteps = 60;
const mostSteps = 2000;

interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly stepSeconds: number;
}

/** The last hour in minutes, unless the caller says otherwise. */
const stretchOf = (query: RatesQuery, now: Date): Stretch => {
  const to = query.to === undefined ? now.getTime() + 1 : Date.parse(query.to);
  const from = query.from === undefined ? to - hourMs : Date.parse(query.from);
  const seconds = (to - from) / 1000;
  const stepSeconds = query.stepSeconds ?? Math.max(1, Math.ceil(seconds / usualSteps));
  if (seconds <= 0 || seconds / stepSeconds > mostSteps)
    throw new DomainError(commonErrors['request.invalid'], {
      detail: `From must be before to, and ${mostSteps} steps at most lie between them.`,
    });
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString(), stepSeconds };
};

interface Step {
  readonly at: number | string;
  readonly count: number | string;
  readonly withTruth: number | string;
  readonly correct: number | string;
  readonly meanScore: number | string;
  readonly meanLatencyMs: number | string;
}

/** How many results came per step of time, how sure they were and how right. */
export const inferenceRates = async (
  database: DataSource,
  query: RatesQuery,
  now: Date,
): Promise<InferenceRates> => {
  const { stepSeconds, ...range } = stretchOf(query, now);
  const rows = within(database.createQueryBuilder(inferenceTable, 'row').where('1 = 1'), {
    ...range,
    deviceId: query.deviceId,
  });
  const steps = await rows
    .select('row.at - (row.at % :step)', 'at')
    .addSelect('COUNT(*)', 'count')
    .addSelect('COUNT(row.truth)', 'withTruth')
    .addSelect('SUM(CASE WHEN row.correct THEN 1 ELSE 0 END)', 'correct')
    .addSelect('AVG(row.score)', 'meanScore')
    .addSelect('AVG(row.latencyMs)', 'meanLatencyMs')
    .setParameter('step', stepSeconds * 1000)
    .groupBy('row.at - (row.at % :step)')
    .orderBy('1')
    .getRawMany<Step>();
  const items = steps.map((step) => ({
    at: new Date(Number(step.at)).toISOString(),
    count: Number(step.count),
    withTruth: Number(step.withTruth),
    correct: Number(step.correct),
    meanScore: Number(step.meanScore),
    meanLatencyMs: Number(step.meanLatencyMs),
  }));
  const sum = (of: (item: (typeof items)[number]) => number): number =>
    items.reduce((all, item) => all + of(item), 0);
  const total = {
    count: sum((i) => i.count),
    withTruth: sum((i) => i.withTruth),
    correct: sum((i) => i.correct),
  };
  return { stepSeconds, items, total };
};
