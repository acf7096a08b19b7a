import type { ModelReference } from '@tutti/contracts/devices';
import type { Model } from '@tutti/vision';
import { fitLabels } from './fit-labels';
import type { CatalogueEntry } from './model-catalogue';

/** A loaded model that judges pictures, with what telemetry says of it. */
export interface ActiveModel {
  readonly model: Model;
  readonly reference: ModelReference;
  /** Of its file. */
  readonly path: string;
  /** The model's labels in the words of telemetry. */
  readonly labels: ReadonlyMap<string, string>;
}

export function activeModel(model: Model, { file, name, version, digest }: CatalogueEntry): ActiveModel {
  const reference: ModelReference = { name, version, digest, task: model.info.task };
  return { model, reference, path: file.path, labels: fitLabels(model.info.labels) };
}
