import type { ModelProto, TensorProto, ValueInfoProto } from 'onnx-buf';
import { nameOf, partsOf, sparseTensorsOf, tensorsOf } from './graph-parts';

/** Values that one tensor may have: a GiB of floats. */
const mostValues = 2n ** 28n;
/** The smallest types put four values in a byte. */
const perByte = 4n;

/** Undefined for a shape that cannot be. */
const valuesOf = (dims: readonly bigint[]): bigint | undefined =>
  dims.some((dim) => dim < 0n) ? undefined : dims.reduce((product, dim) => product * dim, 1n);

const storedIn = (tensor: TensorProto): number =>
  [
    tensor.rawData,
    tensor.floatData,
    tensor.int32Data,
    tensor.stringData,
    tensor.int64Data,
    tensor.doubleData,
    tensor.uint64Data,
  ].reduce((most, { length }) => Math.max(most, length), 0);

const isBeyondFile = (tensor: TensorProto): boolean => {
  const values = valuesOf(tensor.dims);
  return values === undefined || values > BigInt(storedIn(tensor)) * perByte;
};

const isHuge = (dims: readonly bigint[]): boolean => (valuesOf(dims) ?? mostValues + 1n) > mostValues;

/** Sizes that are left open are whoever calls the model's to choose. */
const fixedDims = ({ type }: ValueInfoProto): readonly bigint[] =>
  type?.value.case === 'tensorType'
    ? (type.value.value.shape?.dim ?? []).map(({ value }) => (value.case === 'dimValue' ? value.value : 1n))
    : [];

/**
 * What is wrong with the sizes of a model's tensors: values that the file does not hold, or more than a runtime should
 * be asked to make room for. A runtime believes the shape and takes the memory.
 */
export function sizeFault(model: ModelProto): string | undefined {
  for (const part of partsOf(model)) {
    const unfilled = tensorsOf(part).find(isBeyondFile);
    if (unfilled) return `tensor "${nameOf(unfilled)}" has a shape that its values in the file do not fill`;
    if (sparseTensorsOf(part).some(({ dims }) => isHuge(dims)))
      return `a sparse tensor has more than ${mostValues} values`;
  }
  const { input = [], output = [] } = model.graph ?? {};
  const huge = [...input, ...output].find((value) => isHuge(fixedDims(value).filter((dim) => dim > 0n)));
  return huge && `"${nameOf(huge)}" has more than ${mostValues} values`;
}
