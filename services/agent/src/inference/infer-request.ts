import type { Tensor, TensorValues } from '@tutti/vision';
import type { EntryKey } from '../journal/journal';
import type { CheckedHead, InputHead } from './tensor-shape';

/** Where the content of an input comes from: JSON, bytes or protobuf. Nothing is read before the head is checked. */
export interface InputContent {
  values(head: CheckedHead): TensorValues;
  /** The one element of a BYTES tensor of shape [1], a JPEG, PNG or WebP. */
  picture(): Buffer;
}

export interface InferInput extends InputHead {
  readonly content: InputContent;
}

export interface RequestedOutput {
  readonly name: string;
  /** The `classification` extension: so many of the highest values, with their labels. */
  readonly classes?: number | undefined;
}

/** A request of the Open Inference Protocol v2, however it came. */
export interface InferRequest {
  readonly model: string;
  readonly version: string | undefined;
  readonly inputs: readonly InferInput[];
  /** Empty: all. */
  readonly outputs: readonly RequestedOutput[];
  /** Pictures only: whether the result is the device's, and under which file name. */
  readonly record: boolean;
  readonly file: string;
  readonly source: 'http' | 'grpc';
}

export interface NamedTensor extends Tensor {
  readonly name: string;
}

export interface InferAnswer {
  readonly model: string;
  readonly version: string;
  readonly outputs: readonly NamedTensor[];
  /** Where a picture's result stands in the journal. */
  readonly key: EntryKey | undefined;
}
