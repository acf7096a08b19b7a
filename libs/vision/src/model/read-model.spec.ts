import { create } from '@bufbuild/protobuf';
import {
  FunctionProtoSchema,
  SparseTensorProtoSchema,
  TensorProto_DataLocation as DataLocation,
  type ModelProto,
} from 'onnx-buf';
import { expect, it, test } from 'vitest';
import { model, node, tensor, valueInfo } from '../onnx/onnx-builder';
import { decodeModel, encodeModel } from '../onnx/onnx-codec';
import { readOnnx } from './read-model';
import { cellDetector, colourClassifier, colourGraph } from './sample-models';

const read = (given: ModelProto) => () => readOnnx(encodeModel(given));
const changed = (change: (given: ModelProto) => void): ModelProto => {
  // A copy: the parts of the sample are shared.
  const given = decodeModel(encodeModel(model(colourGraph)));
  change(given);
  return given;
};

test('a model of ours is read as it is', () => {
  expect(readOnnx(colourClassifier()).opsetImport[0]?.version).toBe(17n);
  expect(readOnnx(cellDetector()).graph?.initializer).toHaveLength(3);
});

test.each([
  ['ten thousand million values', [100_000n, 100_000n]],
  ['a size below nothing', [-1n]],
  ['a size beyond every integer', [2n ** 62n, 2n ** 62n]],
])('an initialiser of %s that the file does not hold is refused', (_, dims) => {
  const big = changed(({ graph }) => {
    const [first] = graph?.initializer ?? [];
    if (first) first.dims = dims;
  });
  expect(read(big)).toThrow('do not fill');
});

test('so is one inside a constant, in a branch, and in a function', () => {
  const lying = () => Object.assign(tensor('lying', new Float32Array([1]), [1]), { dims: [2n ** 40n] });
  const constant = node('Constant', [], ['c'], { value: lying() });
  expect(read(changed(({ graph }) => graph?.node.push(constant)))).toThrow('do not fill');
  const inBranch = changed(({ graph }) => {
    const inner = model({ ...colourGraph, nodes: [constant] }).graph;
    const [attribute] = node('If', ['x'], ['y'], { then_branch: 'x' }).attribute;
    if (inner && attribute)
      graph?.node.push(Object.assign(node('If', ['x'], ['y']), { attribute: [{ ...attribute, g: inner }] }));
  });
  expect(read(inBranch)).toThrow('do not fill');
  const inFunction = changed((given) => {
    given.functions.push(create(FunctionProtoSchema, { name: 'f', node: [constant] }));
  });
  expect(read(inFunction)).toThrow('do not fill');
});

it('refuses a sparse tensor that would be huge when it is not', () => {
  const sparse = changed(({ graph }) => {
    const values = tensor('s', new Float32Array([1]), [1]);
    const indices = tensor('i', new BigInt64Array([0n]), [1]);
    graph?.sparseInitializer.push(create(SparseTensorProtoSchema, { values, indices, dims: [2n ** 33n] }));
  });
  expect(read(sparse)).toThrow('sparse tensor has more than');
});

it('refuses an input that nobody has memory for, and leaves open sizes open', () => {
  const inputs = [valueInfo('image', 'uint8', ['N', 1_000_000, 1_000_000, 3])];
  expect(read(model({ ...colourGraph, inputs }))).toThrow('"image" has more than');
});

it('finds values in another file also where only a function needs them', () => {
  const elsewhere = Object.assign(tensor('far', new Float32Array([1]), [1]), {
    dataLocation: DataLocation.EXTERNAL,
  });
  const inFunction = changed((given) => {
    const constant = node('Constant', [], ['c'], { value: elsewhere });
    given.functions.push(create(FunctionProtoSchema, { name: 'f', node: [constant] }));
  });
  expect(read(inFunction)).toThrow('in another file');
});

it('calls a file that is cut off anywhere no model, or takes it for a smaller one, and never breaks', () => {
  const whole = cellDetector();
  for (let length = 0; length < whole.length; length += 7)
    try {
      readOnnx(whole.subarray(0, length));
    } catch (error) {
      expect(error).toMatchObject({ name: 'ModelError' });
    }
});
