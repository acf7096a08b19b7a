import { type Datatype, type ElementType, encodeModel, model, node, valueInfo } from '@tutti/vision';

/** ONNX's names for the protocol's datatypes. */
export const elementTypes: Readonly<Record<Datatype, ElementType>> = {
  BOOL: 'bool',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  FP16: 'float16',
  FP32: 'float32',
  FP64: 'float64',
  BYTES: 'string',
};

/** Answers in `y` with what it got in `x`; without metadata, as other tools export models. */
export function echoModel(datatype: Datatype, dims: readonly (number | string)[] = ['N', 'M']): Uint8Array {
  const type = elementTypes[datatype];
  return encodeModel(
    model({
      name: 'echo',
      nodes: [node('Identity', ['x'], ['y'])],
      initializers: [],
      inputs: [valueInfo('x', type, dims)],
      outputs: [valueInfo('y', type, dims)],
    }),
  );
}

/** `sum = a + b` and `difference = a - b`, of floats [N,2]. */
export function arithmeticModel(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const pair = (name: string) => valueInfo(name, 'float32', ['N', 2]);
  return encodeModel(
    model({
      name: 'arithmetic',
      nodes: [node('Add', ['a', 'b'], ['sum']), node('Sub', ['a', 'b'], ['difference'])],
      initializers: [],
      inputs: [pair('a'), pair('b')],
      outputs: [pair('sum'), pair('difference')],
      metadata,
    }),
  );
}
