import { mostRows, type SummaryRow } from '@tutti/contracts/summary';
import type { DayData, DayModel, DayRun, DeviceResults } from '../tally/day-data';
import { meanScoreOf, rounded } from './compose-results';
import { runsOfDay } from './compose-work';

const secondsByStream = (runs: readonly DayRun[]): ReadonlyMap<string, number> => {
  const seconds = new Map<string, number>();
  for (const run of runs) seconds.set(run.streamId, (seconds.get(run.streamId) ?? 0) + run.seconds);
  return seconds;
};

const isLater = (a: DeviceResults, b: DeviceResults): boolean =>
  a.lastAt === b.lastAt ? a.digest > b.digest : a.lastAt > b.lastAt;

/** Of each device: the model that said something last. */
const activeModels = (results: readonly DeviceResults[]): ReadonlySet<DeviceResults> => {
  const newest = new Map<string, DeviceResults>();
  for (const one of results) {
    const other = newest.get(one.deviceId);
    if (one.results > 0 && (!other || isLater(one, other))) newest.set(one.deviceId, one);
  }
  return new Set(newest.values());
};

const unknownModel: DayModel = {
  name: '',
  modelVersion: '',
  streamId: null,
  solutionKey: null,
  solutionVersion: null,
};

const orderOf = ({ edgeId, streamId, modelVersion }: SummaryRow, digest: string): string =>
  `${edgeId} ${streamId ?? ''} ${modelVersion} ${digest}`;

const mostFirst = (a: DeviceResults, b: DeviceResults): number => {
  if (a.results !== b.results) return b.results - a.results;
  if (a.deviceId !== b.deviceId) return a.deviceId < b.deviceId ? -1 : 1;
  return a.digest < b.digest ? -1 : 1;
};

/** A device may name models that there are not, any number of them. */
const mostOf = (results: readonly DeviceResults[]): readonly DeviceResults[] =>
  results.length <= mostRows ? results : [...results].sort(mostFirst).slice(0, mostRows);

/** What each device did with each model, in a fixed order: the same day gives the same bytes. */
export const composeRows = (data: DayData): readonly SummaryRow[] => {
  const { devices, deviceResults, models, streamNames, solutionNames, runs } = data;
  const names = new Map(devices.map(({ id, name }) => [id, name]));
  const today = secondsByStream(runsOfDay(data));
  const ever = secondsByStream(runs);
  const active = activeModels(deviceResults);
  const secondsOf = (stream: string | null, seconds: ReadonlyMap<string, number>) =>
    rounded(stream === null ? 0 : (seconds.get(stream) ?? 0));
  const rows = mostOf(deviceResults).map((one) => {
    const { modelVersion, streamId, solutionKey, solutionVersion } = models.get(one.digest) ?? unknownModel;
    const row: SummaryRow = {
      edgeId: one.deviceId,
      edgeName: names.get(one.deviceId) ?? one.deviceId,
      streamId,
      streamName: streamId === null ? null : (streamNames.get(streamId) ?? null),
      modelVersion,
      solutionId: solutionKey,
      solutionName: solutionKey === null ? null : (solutionNames.get(solutionKey) ?? null),
      solutionVersion,
      inferenceCount: one.results,
      inferenceVolume: one.volume,
      failureCount: one.failures,
      meanScore: meanScoreOf(one),
      trainTime: secondsOf(streamId, today),
      totalTrainTime: secondsOf(streamId, ever),
      activation: active.has(one),
    };
    return [orderOf(row, one.digest), row] as const;
  });
  return rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
};
