import type { ModelLabel, ModelMetrics, Precision } from '@tutti/contracts/training';
import { type ModelProto, decodeModel, encodeModel, metadataOf } from '@tutti/vision';
import { modelMetadata } from '../export/model-metadata';
import { cellBackboneName } from './cell-backbone';
import { type CellHead, mergeDetector } from './cell-head';
import { trainingFit } from './fitted-pictures';
import { lowestScore, suppression } from './found-boxes';

export interface DetectorParts {
  readonly backbone: ModelProto;
  readonly head: CellHead;
  readonly name: string;
  readonly labels: readonly ModelLabel[];
  readonly precision: Precision;
  readonly scoreThreshold: number;
}

/** Backbone, head and all that devices must know, in one graph. */
export function detectorModel(parts: DetectorParts, metrics: ModelMetrics = { items: 0 }): ModelProto {
  const { backbone, head, name, labels, precision, scoreThreshold } = parts;
  return mergeDetector(backbone, head, {
    ...modelMetadata({ ...{ name, labels, precision, metrics }, task: 'detection' }),
    backbone: cellBackboneName,
    preprocessing: JSON.stringify({ embedded: true, ...trainingFit }),
    postprocessing: JSON.stringify({ scoreThreshold, ...suppression }),
  });
}

/** The same file, answering boxes that it is hardly sure of too: what average precision is made of. */
export function withLowThreshold(file: Uint8Array): Uint8Array {
  const proto = decodeModel(file);
  const told = JSON.parse(metadataOf(proto)['postprocessing'] ?? '{}') as Record<string, unknown>;
  const value = JSON.stringify({ ...told, scoreThreshold: lowestScore });
  proto.metadataProps = [
    ...proto.metadataProps.filter(({ key }) => key !== 'postprocessing'),
    { $typeName: 'onnx.StringStringEntryProto', key: 'postprocessing', value },
  ];
  return encodeModel(proto);
}
