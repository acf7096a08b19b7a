import { type ModelProto, encodeModel, model, node, tensor, valueInfo } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '@tutti/kernel';
import { quantise } from './quantise';

const side = 12;
const random = seededRandom(3);
const numbers = (length: number, scale: number) =>
  Float32Array.from({ length }, () => (random() * 2 - 1) * scale);

/** Convolution, Clip, a convolution by channel, a sum with what came before it, the mean: all that backbones have. */
const graph = model({
  name: 'small',
  nodes: [
    node('Conv', ['input', 'w1', 'b1'], ['c1'], { pads: [1n, 1n, 1n, 1n] }),
    node('Clip', ['c1', 'zero', 'six'], ['a1']),
    node('Conv', ['a1', 'w2', 'b2'], ['c2'], { pads: [1n, 1n, 1n, 1n], group: 4n }),
    node('Add', ['c2', 'a1'], ['sum']),
    node('Conv', ['sum', 'w3', 'b3'], ['c3']),
    node('GlobalAveragePool', ['c3'], ['mean']),
    node('Flatten', ['mean'], ['out']),
  ],
  initializers: [
    tensor('zero', Float32Array.of(0), []),
    tensor('six', Float32Array.of(6), []),
    tensor('w1', numbers(4 * 3 * 9, 0.5), [4, 3, 3, 3]),
    tensor('b1', numbers(4, 1), [4]),
    tensor('w2', numbers(4 * 9, 0.5), [4, 1, 3, 3]),
    tensor('b2', numbers(4, 1), [4]),
    tensor('w3', numbers(5 * 4, 0.5), [5, 4, 1, 1]),
    tensor('b3', numbers(5, 1), [5]),
  ],
  inputs: [valueInfo('input', 'float32', ['N', 3, side, side])],
  outputs: [valueInfo('out', 'float32', ['N', 5])],
});

const batches = Array.from({ length: 8 }, () => ({
  input: new Tensor('float32', numbers(2 * 3 * side * side, 1), [2, 3, side, side]),
}));

async function run(proto: ModelProto): Promise<readonly Float32Array[]> {
  const session = await InferenceSession.create(encodeModel(proto));
  const answers: Float32Array[] = [];
  for (const batch of batches) answers.push((await session.run(batch))['out']?.data as Float32Array);
  await session.release();
  return answers;
}

describe('a graph in 8 bits', () => {
  it('answers nearly what the float graph does', async () => {
    const [float, coded] = [await run(graph), await run(await quantise(graph, batches))];
    const flat = (answers: readonly Float32Array[]) => answers.flatMap((each) => [...each]);
    const [expected, found] = [flat(float), flat(coded)];
    const worst = Math.max(...expected.map((value, at) => Math.abs(value - (found[at] ?? NaN))));
    const span = Math.max(...expected) - Math.min(...expected);
    expect(worst).toBeGreaterThan(0);
    expect(worst / span).toBeLessThan(0.02);
  });

  it('holds int8 weights by channel, int32 biases, and none of the floats they came from', async () => {
    const { graph: coded } = await quantise(graph, batches);
    const types = new Map(coded?.initializer.map(({ name, dataType }) => [name, dataType]));
    expect([types.get('w1.q'), types.get('b1.q'), types.get('a1.zero'), types.get('w1')]).toEqual([
      3,
      6,
      2,
      undefined,
    ]);
    const scales = coded?.initializer.find(({ name }) => name === 'w1.scale');
    expect(scales?.dims).toEqual([4n]);
    // Between convolution and Clip nothing is coded: the range of what is clipped away would be wasted.
    expect(types.has('c1.scale')).toBe(false);
  });

  it('is the same twice, and leaves the float graph alone', async () => {
    const before = Buffer.from(encodeModel(graph));
    const [one, two] = [await quantise(graph, batches), await quantise(graph, batches)];
    expect(Buffer.from(encodeModel(one)).equals(encodeModel(two))).toBe(true);
    expect(before.equals(encodeModel(graph))).toBe(true);
  });

  it('is refused without pictures, and where numbers are none', async () => {
    await expect(quantise(graph, [])).rejects.toThrow('no picture was seen');
    const broken = new Tensor('float32', new Float32Array(3 * side * side).fill(NaN), [1, 3, side, side]);
    await expect(quantise(graph, [{ input: broken }])).rejects.toThrow('not finite');
  });
});
