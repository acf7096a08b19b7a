import type { Datatype, TensorValues } from '@tutti/vision';
import { Refusal } from '../common/refusal';
import { elementsOf, fromBinary, textOf } from '../inference/binary-tensor';
import type { InputContent, NamedTensor } from '../inference/infer-request';
import { fromValues } from '../inference/json-tensor';
import type { InferTensorContents } from './gen/inference/v2/grpc_inference';

type Field = keyof InferTensorContents;

/** Where the values of a datatype travel; FP16 travels as bytes only. */
const fields: Readonly<Record<Exclude<Datatype, 'FP16'>, Field>> = {
  BOOL: 'boolContents',
  INT8: 'intContents',
  INT16: 'intContents',
  INT32: 'intContents',
  INT64: 'int64Contents',
  UINT8: 'uintContents',
  UINT16: 'uintContents',
  UINT32: 'uintContents',
  UINT64: 'uint64Contents',
  FP32: 'fp32Contents',
  FP64: 'fp64Contents',
  BYTES: 'bytesContents',
};

const empty: InferTensorContents = {
  boolContents: [],
  intContents: [],
  int64Contents: [],
  uintContents: [],
  uint64Contents: [],
  fp32Contents: [],
  fp64Contents: [],
  bytesContents: [],
};

export const typedContent = (name: string, contents: InferTensorContents = empty): InputContent => ({
  values: (head) => {
    if (head.datatype === 'FP16')
      throw new Refusal('invalid', `Input "${name}" is FP16, which travels in raw_input_contents only.`);
    if (head.datatype !== 'BYTES') return fromValues(head, contents[fields[head.datatype]]);
    return fromValues(
      head,
      contents.bytesContents.map((element) => textOf(name, element)),
    );
  },
  picture: () => onlyOne(name, contents.bytesContents),
});

export const rawContent = (name: string, bytes: Buffer): InputContent => ({
  values: (head) => fromBinary(head, bytes),
  picture: () => onlyOne(name, [...elementsOf(name, bytes)]),
});

function onlyOne(name: string, [picture, ...more]: readonly Uint8Array[]): Buffer {
  if (picture === undefined || more.length > 0)
    throw new Refusal('invalid', `Input "${name}" of shape [1] must hold one picture.`);
  return Buffer.from(picture);
}

export function contentsOf({ datatype, values }: NamedTensor): InferTensorContents {
  if (datatype === 'FP16') throw new Error('FP16 travels as bytes.');
  return { ...empty, [fields[datatype]]: listOf(datatype, values) };
}

function listOf(datatype: Datatype, values: TensorValues): readonly unknown[] {
  if (!('buffer' in values)) return values.map((value) => Buffer.from(value));
  return datatype === 'BOOL' ? [...values].map((value) => value !== 0) : [...values];
}
