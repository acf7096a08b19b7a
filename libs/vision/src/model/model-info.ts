import type { Preprocessing } from './model-metadata';

export type Task = 'classification' | 'detection';

/** A tensor as the Open Inference Protocol v2 describes it; -1 is a variable dimension. */
export interface TensorInfo {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

export interface ModelInput {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly layout: 'NHWC' | 'NCHW';
  readonly type: 'uint8' | 'float32';
}

/** What a loaded model says about itself. */
export interface ModelInfo {
  readonly name: string;
  readonly version: string;
  readonly task: Task;
  readonly labels: readonly string[];
  readonly input: ModelInput;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly preprocessing: Preprocessing;
  /** Detection: boxes below it are left out. Classification: the maker's advice, not applied. */
  readonly scoreThreshold: number;
  /** SHA-256 of the file, hexadecimal. */
  readonly digest: string;
  readonly sizeBytes: number;
  /** All of the file's own key/value pairs. */
  readonly metadata: Readonly<Record<string, string>>;
}
