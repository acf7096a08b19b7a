import type { InferenceFigures, SummaryFigures } from '@tutti/contracts/summary';
import type { DayData, ModelResults } from '../tally/day-data';
import { modelKey } from '../tally/device-quarter.projection';
import { binNames, type ResultSums } from '../tally/result-tally.table';

type Stream = SummaryFigures['streams'][number];
type Change = Stream['change'];

const mostStreams = 50;
const millionths = 1_000_000;

const noSums: ResultSums = { results: 0, volume: 0, scoreSum: 0, failures: 0 };

const sumOf = (all: readonly ResultSums[]): ResultSums =>
  all.reduce<ResultSums>(
    (sum, one) => ({
      results: sum.results + one.results,
      volume: Math.min(sum.volume + one.volume, Number.MAX_SAFE_INTEGER),
      scoreSum: sum.scoreSum + one.scoreSum,
      failures: sum.failures + one.failures,
    }),
    noSums,
  );

/** Six digits after the point, so that a figure is the same wherever it is computed. */
export const rounded = (value: number): number => Math.round(value * millionths) / millionths;

export const meanScoreOf = ({ results, scoreSum }: ResultSums): number | null =>
  results === 0 ? null : rounded(scoreSum / millionths / results);

const figuresOf = (sums: ResultSums, lowScores: number): InferenceFigures => ({
  results: sums.results,
  volumeBytes: sums.volume,
  failures: sums.failures,
  meanScore: meanScoreOf(sums),
  lowScores,
});

/** Days before the first one with anything in it are not known: they must not pull the mean down. */
const changeOf = (today: ResultSums, before: readonly ResultSums[]): Change => {
  const first = before.findIndex(({ results, failures }) => results + failures > 0);
  const known = first < 0 ? [] : before.slice(first);
  const sum = sumOf(known);
  if (sum.results === 0) return { results: null, meanScore: null, failures: null };
  const score = meanScoreOf(today);
  return {
    results: rounded(today.results - sum.results / known.length),
    meanScore: score === null ? null : rounded(score - (meanScoreOf(sum) ?? 0)),
    failures: rounded(today.failures - sum.failures / known.length),
  };
};

const streamOf = ({ models }: DayData, { digest }: { readonly digest: string }): string | null =>
  models.get(digest)?.streamId ?? null;

const byStream = (data: DayData, all: readonly ModelResults[]): ReadonlyMap<string, ModelResults[]> => {
  const streams = new Map<string, ModelResults[]>();
  for (const one of all) {
    const stream = streamOf(data, one);
    if (stream !== null) streams.set(stream, [...(streams.get(stream) ?? []), one]);
  }
  return streams;
};

/** Warnings name model and version, not the stream. */
const lowByStream = ({ models, lowByModel }: DayData): ReadonlyMap<string, number> => {
  const streams = new Map<string, string>();
  for (const { name, modelVersion, streamId } of models.values())
    if (streamId !== null) streams.set(modelKey(name, modelVersion), streamId);
  const low = new Map<string, number>();
  for (const [model, count] of Object.entries(lowByModel)) {
    const stream = streams.get(model);
    if (stream !== undefined) low.set(stream, (low.get(stream) ?? 0) + count);
  }
  return low;
};

const devicesByStream = (data: DayData): ReadonlyMap<string, ReadonlySet<string>> => {
  const streams = new Map<string, Set<string>>();
  for (const one of data.deviceResults) {
    const stream = streamOf(data, one);
    if (stream === null) continue;
    const devices = streams.get(stream) ?? new Set();
    streams.set(stream, devices.add(one.deviceId));
  }
  return streams;
};

/** Results by stream, most first. */
export const composeStreams = (data: DayData): Pick<SummaryFigures, 'streams' | 'moreStreams'> => {
  const before = data.daysBefore.map((day) => byStream(data, day));
  const low = lowByStream(data);
  const devices = devicesByStream(data);
  const all = [...byStream(data, data.modelResults)].map(([id, results]): Stream => {
    const sums = sumOf(results);
    const earlier = before.map((day) => sumOf(day.get(id) ?? []));
    return {
      ...figuresOf(sums, low.get(id) ?? 0),
      id,
      name: data.streamNames.get(id) ?? id,
      devices: devices.get(id)?.size ?? 0,
      change: changeOf(sums, earlier),
    };
  });
  const sorted = all.sort((a, b) => b.results - a.results || (a.id < b.id ? -1 : 1));
  return { streams: sorted.slice(0, mostStreams), moreStreams: Math.max(0, sorted.length - mostStreams) };
};

/** Results of all. */
export const composeInference = (data: DayData): SummaryFigures['inference'] => {
  const sums = sumOf(data.modelResults);
  const warnings = data.deviceDays.reduce((sum, one) => sum + one.warnings, 0);
  const lowScores = data.deviceDays.reduce((sum, one) => sum + one.lowScores, 0);
  return {
    ...figuresOf(sums, lowScores),
    histogram: binNames.map((name) =>
      data.modelResults.reduce((sum, { bins }) => sum + (bins[name] ?? 0), 0),
    ),
    warnings,
    change: changeOf(sums, data.daysBefore.map(sumOf)),
  };
};
