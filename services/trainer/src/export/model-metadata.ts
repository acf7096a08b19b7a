import type { ModelLabel, ModelMetrics, Precision } from '@tutti/contracts/training';
import { backboneName } from '../backbone/backbone';
import { backboneSource } from '../backbone/backbone-source';
import type { Task } from '@tutti/vision';

export interface AboutModel {
  readonly name: string;
  readonly task: Task;
  readonly labels: readonly ModelLabel[];
  readonly precision: Precision;
  readonly metrics: ModelMetrics;
}

/** What an exported file says of itself. `labels` are keys, as results, datasets and models go by them. */
export function modelMetadata(about: AboutModel): Readonly<Record<string, string>> {
  return {
    name: about.name,
    task: about.task,
    labels: JSON.stringify(about.labels.map(({ key }) => key)),
    label_names: JSON.stringify(about.labels.map(({ name }) => name)),
    precision: about.precision,
    backbone: backboneName,
    backbone_sha256: backboneSource.sha256,
    metrics: JSON.stringify(about.metrics),
  };
}
