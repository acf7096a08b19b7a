import type { SummaryFigures } from '@tutti/contracts/summary';
import type { DayData, DayRun } from '../tally/day-data';
import { rounded } from './compose-results';

const mostNewest = 20;

const ended = ({ span }: DayData, at: number | null): boolean =>
  at !== null && at >= span.from && at < span.to;

/** Runs that ended on the day. */
export const runsOfDay = (data: DayData): readonly DayRun[] =>
  data.runs.filter(({ endedAt }) => ended(data, endedAt));

export const composeRuns = (data: DayData): SummaryFigures['runs'] => {
  const runs = runsOfDay(data);
  const count = (status: DayRun['status']) => runs.filter((run) => run.status === status).length;
  return {
    succeeded: count('succeeded'),
    failed: count('failed'),
    cancelled: count('cancelled'),
    trainSeconds: rounded(runs.reduce((sum, { seconds }) => sum + seconds, 0)),
    newest: runs
      .toReversed()
      .slice(0, mostNewest)
      .flatMap(({ id, name, status, modelVersion: version, seconds, score }) =>
        status === 'open' ? [] : [{ id, name, status, version, seconds: rounded(seconds), score }],
      ),
  };
};

export const composeRollouts = (data: DayData): SummaryFigures['rollouts'] => {
  const { rollouts, rolledOut } = data;
  const endedAs = (wanted: string) =>
    rollouts.filter(({ status, endedAt }) => status === wanted && ended(data, endedAt)).length;
  return {
    started: rollouts.filter(({ startedAt }) => ended(data, startedAt)).length,
    finished: endedAs('finished'),
    stopped: endedAs('stopped'),
    devicesConfirmed: rolledOut.confirmed,
    devicesRolledBack: rolledOut.rolledBack,
    devicesFailed: rolledOut.failed,
    newest: rollouts.slice(0, mostNewest).map(({ id, name, status, model, succeeded, failed }) => ({
      id,
      name,
      status,
      model,
      succeeded,
      failed,
    })),
  };
};
