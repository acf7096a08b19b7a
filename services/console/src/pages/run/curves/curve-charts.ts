import type { RunCurves } from '@tutti/contracts/training';
import { extremesOf, type Timeline, type Value } from '../../../components/chart/series';

type Series = RunCurves['series'][number];

const parts = ['train', 'validation', 'test'] as const;
export type Part = (typeof parts)[number];
const isPart = (text: string): text is Part => parts.some((one) => one === text);

/** Curves of one kind: they stand in one chart. */
export interface CurveChart {
  readonly kind: string;
  /** Which part of the data each curve is of; undefined where its name does not say. */
  readonly lines: readonly (Part | undefined)[];
  readonly data: Timeline;
}

/** `loss/train`, `train.loss` and `train-loss` are the loss in training. */
const split = (name: string): { readonly kind: string; readonly part: Part | undefined } => {
  const words = name.split(/[/.-]/);
  return { kind: words.filter((word) => !isPart(word)).join(' ') || name, part: words.find(isPart) };
};

/** Curves over all the rounds that any of them knows. */
const together = (all: readonly Series[]): Timeline => {
  const rounds = [...new Set(all.flatMap(({ points }) => points.map(([round]) => round)))].sort(
    (a, b) => a - b,
  );
  const values = all.map(({ points }) => {
    const known = new Map(points);
    return rounds.map((round): Value => known.get(round) ?? null);
  });
  return { times: rounds, values };
};

/** Charts of a run's curves: those of one kind together, loss first. */
export const curveCharts = (series: readonly Series[]): readonly CurveChart[] => {
  const drawn = series.filter(({ points }) => points.length > 0);
  const byKind = Map.groupBy(drawn, ({ name }) => split(name).kind);
  const kinds = [...byKind.keys()].sort(
    (a, b) => Number(b === 'loss') - Number(a === 'loss') || a.localeCompare(b),
  );
  return kinds.map((kind) => {
    const all = byKind.get(kind) ?? [];
    return { kind, lines: all.map(({ name }) => split(name).part), data: together(all) };
  });
};

/** First, last, least and greatest value of a curve. */
export const courseOf = (values: readonly Value[]) => {
  const extremes = extremesOf(values);
  const first = values.find((value) => value !== null);
  return extremes && first !== undefined && first !== null ? { first, ...extremes } : undefined;
};
