import { encodeModel } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '@tutti/kernel';
import { blocks, buildBackbone } from './backbone';
import { readBackboneSource } from './backbone-source';
import { samePads } from './backbone-converter';
import { FeatureExtractor } from './feature-extractor';
import { type Planes, computeReference } from './reference-network';
import { readTflite } from './tflite-model';

let tflite: Uint8Array;

beforeAll(async () => {
  tflite = await readBackboneSource();
});

function randomPixels(count: number): Uint8Array {
  const random = seededRandom(7);
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}

function meanAndDeviation({ side, channels, data }: Planes): { mean: number[]; deviation: number[] } {
  const places = side * side;
  const column = (channel: number) =>
    Array.from({ length: places }, (_, place) => data[place * channels + channel] ?? NaN);
  const mean = Array.from(
    { length: channels },
    (_, channel) => column(channel).reduce((a, b) => a + b) / places,
  );
  const deviation = mean.map((centre, channel) =>
    Math.sqrt(column(channel).reduce((sum, value) => sum + (value - centre) ** 2, 0) / places),
  );
  return { mean, deviation };
}

describe('the converted backbone', () => {
  // An even and an odd side: TensorFlow pads them differently.
  it.each([32, 50])('computes what the TFLite network defines, on %i pixels', async (side) => {
    const pixels = randomPixels(side * side * 3);
    const input = { side, channels: 3, data: Float64Array.from(pixels, (value) => value / 127.5 - 1) };
    const planes = computeReference(readTflite(tflite), input, blocks.at(-1) ?? '');
    const pooled = blocks.map((name) =>
      meanAndDeviation(planes.get(name) ?? { side: 0, channels: 0, data: new Float64Array() }),
    );
    const expected = [...pooled.flatMap(({ mean }) => mean), ...pooled.flatMap(({ deviation }) => deviation)];

    const session = await InferenceSession.create(encodeModel(buildBackbone(tflite, side)));
    const { embedding } = await session.run({ image: new Tensor('uint8', pixels, [1, side, side, 3]) });
    await session.release();
    const computed = [...(embedding?.data as Float32Array)];
    expect(computed).toHaveLength(704);
    const worst = Math.max(...computed.map((value, at) => Math.abs(value - (expected[at] ?? NaN))));
    expect(worst).toBeLessThan(1e-3);
    expect(Math.max(...expected)).toBeGreaterThan(1);
  });

  it('gives the same bytes twice', () => {
    expect(
      Buffer.from(encodeModel(buildBackbone(tflite, 96))).equals(encodeModel(buildBackbone(tflite, 96))),
    ).toBe(true);
  });

  it('embeds a picture the same alone and in a batch', async () => {
    const side = 32;
    const extractor = await FeatureExtractor.open(buildBackbone(tflite, side), 1);
    const pictures = Array.from({ length: 11 }, (_, index) => ({
      ...{ width: side, height: side },
      data: randomPixels(side * side * 3).map((value) => (value * (index + 1)) & 0xff),
    }));
    const picture = (index: number) =>
      Promise.resolve(pictures[index] ?? { width: 0, height: 0, data: new Uint8Array() });
    const together = await extractor.extract(11, picture);
    const alone = await extractor.extract(1, () => picture(10));
    await extractor.release();
    const last = together.data.subarray(10 * 704);
    expect(Math.max(...last.map((value, at) => Math.abs(value - (alone.data[at] ?? NaN))))).toBeLessThan(
      1e-4,
    );
  });
});

it.each([
  [96, 3, 2, [0n, 0n, 1n, 1n]],
  [75, 3, 2, [1n, 1n, 1n, 1n]],
  [75, 3, 1, [1n, 1n, 1n, 1n]],
  [10, 1, 1, [0n, 0n, 0n, 0n]],
])('pads %i pixels for kernel %i and stride %i as TensorFlow does', (side, kernel, stride, pads) => {
  expect(samePads(side, kernel, stride)).toEqual(pads);
});
