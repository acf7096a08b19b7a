import { describe, expect, it } from 'vitest';
import { colourClassifier } from '../model/sample-models';
import { node, tensor } from './onnx-builder';
import { decodeModel, encodeModel, metadataOf } from './onnx-codec';

describe('writing ONNX', () => {
  it('reads back what it wrote, byte for byte', () => {
    const bytes = colourClassifier({ task: 'classification', labels: '["a"]' });
    const read = decodeModel(bytes);
    expect(metadataOf(read)).toEqual({ task: 'classification', labels: '["a"]' });
    expect(read.irVersion).toBe(8n);
    expect(read.opsetImport[0]?.version).toBe(17n);
    expect(encodeModel(read)).toEqual(bytes);
  });

  it('keeps integers and floats apart', () => {
    const { attribute } = node('Op', [], ['y'], { i: 2n, f: 0.5, is: [1n, 2n], fs: [1, 2], s: 'text' });
    expect(
      attribute.map(({ name, i, f, ints, floats, s }) => [
        name,
        i,
        f,
        ints,
        floats,
        new TextDecoder().decode(s),
      ]),
    ).toEqual([
      ['i', 2n, 0, [], [], ''],
      ['f', 0n, 0.5, [], [], ''],
      ['is', 0n, 0, [1n, 2n], [], ''],
      ['fs', 0n, 0, [], [1, 2], ''],
      ['s', 0n, 0, [], [], 'text'],
    ]);
  });

  it('copies a view of a larger buffer, and refuses values that do not fill the shape', () => {
    const view = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    expect([...new Float32Array(tensor('t', view, [2]).rawData.slice().buffer)]).toEqual([1, 2]);
    expect(() => tensor('t', view, [3])).toThrow('do not fill');
  });
});
