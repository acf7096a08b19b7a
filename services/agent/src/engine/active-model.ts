import { parse } from 'node:path';
import type { ModelReference } from '@tutti/contracts/devices';
import type { Model } from '@tutti/vision';
import { fitLabels } from './fit-labels';

/** A loaded model with what telemetry says of it. */
export interface ActiveModel {
  readonly model: Model;
  readonly reference: ModelReference;
  /** The model's labels in the words of telemetry. */
  readonly labels: ReadonlyMap<string, string>;
}

export function activeModel(model: Model, fileName: string): ActiveModel {
  const { info } = model;
  const name = info.metadata['name'] === undefined ? parse(fileName).name : info.name;
  const reference: ModelReference = {
    name: name.slice(0, 128),
    version: info.version.slice(0, 64),
    digest: info.digest,
    task: info.task,
  };
  return { model, reference, labels: fitLabels(info.labels) };
}
