import type { ModelMetrics } from '@tutti/contracts/training';

/** In the order in which they are shown. */
export const metricNames = [
  ...(['accuracy', 'macroF1', 'map50', 'precision', 'recall'] as const),
  ...(['calibrationError', 'loss', 'items'] as const),
] as const satisfies readonly (keyof ModelMetrics)[];
export type MetricName = (typeof metricNames)[number];

const lowerIsBetter: ReadonlySet<MetricName> = new Set(['calibrationError', 'loss']);

/** Whether a metric counts something, or measures without a bound; all others are shares of 1. */
export const kindOf = (name: MetricName): 'count' | 'plain' | 'share' =>
  name === 'items' ? 'count' : name === 'loss' ? 'plain' : 'share';

export const isLowerBetter = (name: MetricName): boolean => lowerIsBetter.has(name);

export type Verdict = 'better' | 'worse' | 'same';

/** Less is not to be seen where it is written. */
export const leastDifference = 0.0005;

/** What a difference of a metric means. */
export const verdictOn = (name: MetricName, difference: number): Verdict => {
  if (Math.abs(difference) < leastDifference) return 'same';
  return difference > 0 === !isLowerBetter(name) ? 'better' : 'worse';
};

/** The one number that says most about a model of its task. */
export const scoreOf = (metrics: ModelMetrics | null): readonly [MetricName, number] | undefined => {
  if (metrics === null) return undefined;
  const { map50, accuracy } = metrics;
  if (map50 !== undefined) return ['map50', map50];
  return accuracy === undefined ? undefined : ['accuracy', accuracy];
};
