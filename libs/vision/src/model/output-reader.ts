import type { Placement } from '../image/letterbox';
import type { ModelInput, TensorInfo } from './model-info';
import type { ModelMetadata } from './model-metadata';
import type { Prediction } from './prediction';

/** An output of one run: always float32 here. */
export interface OutputTensor {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** Knows which outputs a task needs and what they mean. */
export interface OutputReader {
  readonly names: readonly string[];
  readonly scoreThreshold: number;
  read(outputs: readonly OutputTensor[], placement: Placement): Prediction;
}

export interface ReaderContext {
  readonly metadata: ModelMetadata;
  readonly input: ModelInput;
  readonly outputs: readonly TensorInfo[];
}
