import type { ModelMetrics, PromotionGate, TrainingTask } from '@tutti/contracts/training';

export type MainMetric = PromotionGate['metric'];

/** What a model of the task is judged by. */
export const metricsOf: Readonly<Record<TrainingTask, readonly [MainMetric, ...MainMetric[]]>> = {
  'image-classification': ['accuracy', 'macroF1'],
  'object-detection': ['map50', 'macroF1'],
};

/** The value that the gate looks at. */
export const metricIn = (metrics: ModelMetrics | null, metric: MainMetric): number | undefined =>
  metrics?.[metric];
