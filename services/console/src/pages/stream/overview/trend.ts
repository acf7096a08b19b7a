import type { Model, PromotionGate } from '@tutti/contracts/training';
import { metricIn } from '../../../components/training/metric';

export interface TrendPoint {
  readonly id: string;
  readonly version: string;
  readonly value: number;
  /** Whether the gate let it pass. */
  readonly passes: boolean;
}

/** Judged models in the order in which they came; the list has the newest first. */
export const trendOf = (models: readonly Model[], metric: PromotionGate['metric']): readonly TrendPoint[] =>
  models.toReversed().flatMap(({ id, modelVersion, metrics, gate }) => {
    const value = metricIn(metrics, metric);
    return value === undefined ? [] : [{ id, version: modelVersion, value, passes: gate?.passes ?? true }];
  });

export interface Scale {
  readonly from: number;
  readonly to: number;
}

const steps = 20;

/** What the points need and a little room, in steps of five percent: small changes at 98 % are to be seen, too. */
export const scaleOf = (points: readonly TrendPoint[]): Scale => {
  const values = points.map(({ value }) => value);
  const from = Math.max(0, Math.floor((Math.min(...values) - 0.01) * steps) / steps);
  const to = Math.min(1, Math.ceil((Math.max(...values) + 0.01) * steps) / steps);
  return { from, to };
};
