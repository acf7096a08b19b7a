import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Model, checkGolden, encodeModel } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { readBackboneSource } from '../backbone/backbone-source';
import { type Planes, computeReference } from '../backbone/reference-network';
import { readTflite } from '../backbone/tflite-model';
import { seededRandom } from '@tutti/kernel';
import { buildReadyMade } from './build-ready-made';
import { type Anchor, ssdAnchors } from './ssd-anchors';
import { buildSsd, predictorName } from './ssd-model';

const classes = 23;

describe('the anchors', () => {
  const anchors = ssdAnchors([19, 10, 5, 3, 2, 1]);

  it('are as many as the network answers', () => {
    expect(anchors).toHaveLength(1917);
  });

  it('are those of the anchor generator that the network was trained with', () => {
    // Smallest square first; of other grids the square between two sizes comes last.
    expect(anchors[0]).toEqual({ x: 0.5 / 19, y: 0.5 / 19, width: 0.1, height: 0.1 });
    expect(anchors[19 * 3]).toMatchObject({ x: 0.5 / 19, y: 1.5 / 19 });
    const last = anchors.slice(-6);
    expect(last.map(({ width, height }) => [width, height].map((side) => Math.round(side * 1000)))).toEqual([
      [950, 950],
      [1344, 672],
      [672, 1344],
      [1645, 548],
      [548, 1645],
      [975, 975],
    ]);
  });
});

/** TensorFlow's Faster R-CNN box coder with scales 10 and 5. */
function decoded(anchor: Anchor, [y = NaN, x = NaN, height = NaN, width = NaN]: readonly number[]) {
  const middle = [anchor.x + (x / 10) * anchor.width, anchor.y + (y / 10) * anchor.height] as const;
  const half = [
    (anchor.width * Math.exp(width / 5)) / 2,
    (anchor.height * Math.exp(height / 5)) / 2,
  ] as const;
  return [middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]];
}

function largestDifference(found: Float32Array | undefined, expected: readonly number[]): number {
  expect(found).toHaveLength(expected.length);
  return Math.max(...expected.map((value, at) => Math.abs(value - (found?.[at] ?? NaN))));
}

describe('the converted detector', () => {
  it('computes what the TFLite network defines, decoded as its box coder says', async () => {
    const side = 64;
    const random = seededRandom(7);
    const pixels = Uint8Array.from({ length: side * side * 3 }, () => Math.floor(random() * 256));
    const tflite = await readBackboneSource();
    const graph = readTflite(tflite);
    const input = { side, channels: 3, data: Float64Array.from(pixels, (value) => value / 127.5 - 1) };
    const computed = computeReference(graph, input, predictorName(graph, 5, 'Class'));
    const planes = (what: 'BoxEncoding' | 'Class') =>
      [0, 1, 2, 3, 4, 5].flatMap((grid): readonly Planes[] => {
        const found = computed.get(predictorName(graph, grid, what));
        return found === undefined ? [] : [found];
      });
    const encodings = planes('BoxEncoding').flatMap(({ data }) => [...data]);
    const logits = planes('Class').flatMap(({ data }) => [...data]);
    const anchors = ssdAnchors(planes('Class').map((plane) => plane.side));
    expect(encodings).toHaveLength(anchors.length * 4);

    const session = await InferenceSession.create(encodeModel(buildSsd(tflite, { classes, side })));
    const answer = await session.run({ image: new Tensor('uint8', pixels, [1, side, side, 3]) });
    await session.release();
    const [boxes, scores] = [answer['boxes'], answer['scores']].map((output) => output?.data as Float32Array);
    const expectedBoxes = anchors.flatMap((anchor, at) =>
      decoded(anchor, encodings.slice(at * 4, at * 4 + 4)),
    );
    const expectedScores = logits
      .filter((_, at) => at % (classes + 1) !== 0)
      .map((logit) => 1 / (1 + Math.exp(-logit)));
    const worst = Math.max(
      largestDifference(boxes, expectedBoxes),
      largestDifference(scores, expectedScores),
    );
    expect(worst).toBeLessThan(1e-3);
  });
});

describe('the ready-made detector', () => {
  it('is one file that devices read, with 23 labels and a self-test, and is built once', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'ready-made-'));
    const outDir = join(parent, 'out');
    const lines: string[] = [];
    const built = await buildReadyMade({ outDir, onProgress: (line) => lines.push(line) });
    expect(built.labels).toHaveLength(classes);
    expect(built.labels.slice(-2)).toEqual([
      { key: 'camera', name: 'Camera' },
      { key: 'car', name: 'Car' },
    ]);
    const model = await Model.load(await readFile(built.modelPath));
    expect(model.info).toMatchObject({ task: 'detection', scoreThreshold: 0.42, input: { width: 300 } });
    expect(model.info.labels).toEqual(built.labels.map(({ key }) => key));
    expect(model.info.outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['boxes', [-1, 1917, 4]],
      ['scores', [-1, 1917, classes]],
    ]);
    expect(await checkGolden(model)).toBe(true);
    const grey = { width: 40, height: 30, data: new Uint8Array(3600).fill(128) };
    expect((await model.predict(grey)).boxes).toEqual([]);
    await model.release();
    expect(await buildReadyMade({ outDir, onProgress: (line) => lines.push(line) })).toEqual(built);
    expect([lines.length, await readdir(parent)]).toEqual([1, ['out']]);
    await rm(parent, { recursive: true });
  });
});
