import { afterEach, describe, expect, it } from 'vitest';
import type { Image } from '../image/image';
import { model as buildModel, node, tensor, valueInfo } from '../onnx/onnx-builder';
import { encodeModel } from '../onnx/onnx-codec';
import { Model } from './model';
import { ModelError } from './model-error';
import { cellDetector, colourClassifier, colourGraph, colourLogits } from './sample-models';

const loaded: Model[] = [];

async function load(...args: Parameters<typeof Model.load>): Promise<Model> {
  const model = await Model.load(...args);
  loaded.push(model);
  return model;
}

afterEach(async () => {
  await Promise.all(loaded.splice(0).map((model) => model.release()));
});

function plain(width: number, height: number, colour: readonly [number, number, number]): Image {
  return paint(width, height, () => colour);
}

function paint(width: number, height: number, at: (x: number, y: number) => readonly number[]): Image {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(at(x, y), (y * width + x) * 3);
  return { width, height, data };
}

const labels = '["red","green","blue"]';

describe('a classifier', () => {
  it('says what it is', async () => {
    const { info } = await load(colourClassifier(), { name: 'colours' });
    expect(info).toMatchObject({
      name: 'colours',
      task: 'classification',
      labels: ['red', 'green', 'blue'],
      input: { name: 'image', width: 8, height: 8, layout: 'NHWC', type: 'uint8' },
      inputs: [{ name: 'image', datatype: 'UINT8', shape: [-1, 8, 8, 3] }],
      outputs: [{ name: 'probabilities', datatype: 'FP32', shape: [-1, 3] }],
      sizeBytes: colourClassifier().length,
    });
    expect(info.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(info.version).toBe(info.digest.slice(0, 12));
  });

  it('classifies pictures of any size, several at once', async () => {
    const model = await load(colourClassifier(), { intraOpThreads: 1 });
    const pictures = [
      plain(8, 8, [250, 10, 10]),
      plain(31, 57, [10, 250, 10]),
      plain(640, 480, [10, 10, 250]),
    ];
    const predictions = await Promise.all(pictures.map((picture) => model.predict(picture)));
    expect(predictions.map(({ label }) => label)).toEqual(['red', 'green', 'blue']);
    for (const { probabilities, score, label, boxes } of predictions) {
      expect(Object.values(probabilities).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(probabilities[label]).toBe(score);
      expect(boxes).toEqual([]);
    }
  });

  it.each(['RGB', 'BGR'])('feeds a float NCHW model as its metadata says: %s', async (channels) => {
    const preprocessing = JSON.stringify({
      width: 6,
      height: 4,
      channels,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    });
    const model = await load(
      colourLogits({ task: 'classification', labels, preprocessing, version: 'v1.2' }),
    );
    expect(model.info.input).toEqual({ name: 'input', width: 6, height: 4, layout: 'NCHW', type: 'float32' });
    expect(model.info.version).toBe('v1.2');
    const { probabilities } = await model.predict(plain(12, 8, [255, 51, 0]));
    // (1, 0.2, 0) normalised is (1, -0.6, -1), times 10; the graph names its channels red, green, blue.
    const weights = [10, -6, -10].map((logit) => Math.exp(logit));
    const sum = weights.reduce((a, b) => a + b);
    const expected = channels === 'RGB' ? weights : weights.toReversed();
    expect(Object.values(probabilities)).toEqual(
      expected.map((weight) => expect.closeTo(weight / sum, 5) as number),
    );
  });

  it('finishes what is under way before it is released, and then refuses', async () => {
    const model = await load(colourClassifier());
    const underWay = model.predict(plain(100, 100, [200, 0, 0]));
    await Promise.all([model.release(), model.release()]);
    await expect(underWay).resolves.toMatchObject({ label: 'red' });
    await expect(model.predict(plain(8, 8, [0, 0, 0]))).rejects.toThrow('released');
  });

  it('refuses a picture whose bytes do not fit its size', async () => {
    const model = await load(colourClassifier());
    await expect(model.predict({ width: 4, height: 4, data: new Uint8Array(47) })).rejects.toThrow(
      RangeError,
    );
  });
});

describe('a detector', () => {
  /** A red square over the left upper quarter of the picture. */
  const redCorner = (width: number, height: number) =>
    paint(width, height, (x, y) => (x < width / 4 && y < height / 4 ? [255, 0, 0] : [0, 0, 0]));

  it('finds boxes in 0..1 of the picture', async () => {
    const model = await load(cellDetector());
    const prediction = await model.predict(redCorner(64, 64));
    expect(prediction).toMatchObject({ task: 'detection', label: 'red', probabilities: {} });
    expect(prediction.score).toBeGreaterThan(0.9);
    expect(prediction.boxes).toEqual([
      { label: 'red', classId: 0, score: prediction.score, box: [0, 0, 0.25, 0.25] },
    ]);
  });

  it('finds nothing in a black picture', async () => {
    const model = await load(cellDetector());
    expect(await model.predict(plain(9, 9, [0, 0, 0]))).toMatchObject({ label: '', score: 0, boxes: [] });
  });

  it('maps boxes back through the letterbox', async () => {
    const preprocessing = JSON.stringify({ embedded: true, resize: 'letterbox', padValue: 0 });
    const model = await load(cellDetector({ preprocessing }));
    // 64x32 becomes 16x8 at rows 4..12 of the input, so a cell is a quarter of the width and half of the height.
    const picture = paint(64, 32, (x, y) => (x < 16 && y < 16 ? [0, 255, 0] : [0, 0, 0]));
    const { boxes } = await model.predict(picture);
    expect(boxes).toHaveLength(1);
    expect(boxes[0]).toMatchObject({ label: 'green', box: [0, 0, 0.25, 0.5] });
  });

  it('uses the thresholds of its metadata', async () => {
    const model = await load(cellDetector({ postprocessing: '{"scoreThreshold":0.3,"maxBoxes":5}' }));
    expect(model.info.scoreThreshold).toBe(0.3);
    expect((await model.predict(plain(16, 16, [100, 0, 0]))).boxes).toHaveLength(5);
  });
});

describe('a model that cannot be used', () => {
  const picture = [valueInfo('image', 'uint8', ['N', 8, 8, 3])];
  const good = { task: 'classification', labels };
  const withGraph = (changes: Partial<typeof colourGraph>) =>
    encodeModel(buildModel({ ...colourGraph, metadata: good, ...changes }));

  function external(): Uint8Array {
    const weights = tensor('scale', new Float32Array([1]), []);
    weights.rawData = new Uint8Array();
    weights.dataLocation = 1;
    weights.externalData.push({
      $typeName: 'onnx.StringStringEntryProto',
      key: 'location',
      value: 'weights.bin',
    });
    return withGraph({ initializers: [weights] });
  }

  const nested = (): Uint8Array => {
    const inner = tensor('inner', new Float32Array([1]), []);
    inner.dataLocation = 1;
    return withGraph({
      nodes: [node('Constant', [], ['floats'], { value: inner }), ...colourGraph.nodes.slice(1)],
    });
  };

  it.each<[string, ModelError['code'], () => Uint8Array]>([
    ['no bytes', 'model.unreadable', () => new Uint8Array()],
    ['garbage', 'model.unreadable', () => Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251)],
    ['a text file', 'model.unreadable', () => new TextEncoder().encode('<html>404 Not Found</html>')],
    ['half a file', 'model.unreadable', () => colourClassifier().subarray(0, 150)],
    ['tensors in another file', 'model.unsupported', external],
    ['a constant in another file', 'model.unsupported', nested],
    ['no metadata', 'model.bad-metadata', () => colourClassifier({})],
    ['no labels', 'model.bad-metadata', () => colourClassifier({ task: 'classification' })],
    ['labels that are no JSON', 'model.bad-metadata', () => colourClassifier({ ...good, labels: 'a,b,c' })],
    [
      'the same label twice',
      'model.bad-metadata',
      () => colourClassifier({ ...good, labels: '["a","b","a"]' }),
    ],
    ['too few labels', 'model.bad-metadata', () => colourClassifier({ ...good, labels: '["a","b"]' })],
    ['an unknown task', 'model.bad-metadata', () => colourClassifier({ ...good, task: 'poetry' })],
    ['floats without preprocessing', 'model.bad-metadata', () => colourLogits(good)],
    ['an open size', 'model.bad-metadata', () => colourLogits({ ...good, preprocessing: '{}' })],
    [
      'an absurd size',
      'model.bad-metadata',
      () => colourLogits({ ...good, preprocessing: '{"width":1e9,"height":4}' }),
    ],
    [
      'an absurd declared size',
      'model.unsupported',
      () => withGraph({ inputs: [valueInfo('image', 'uint8', [1, 99999, 8, 3])] }),
    ],
    [
      'a fixed batch',
      'model.unsupported',
      () => withGraph({ inputs: [valueInfo('image', 'uint8', [4, 8, 8, 3])] }),
    ],
    [
      'one channel',
      'model.unsupported',
      () => withGraph({ inputs: [valueInfo('image', 'uint8', [1, 8, 8, 1])] }),
    ],
    [
      'integer input',
      'model.unsupported',
      () => withGraph({ inputs: [valueInfo('image', 'int32', [1, 8, 8, 3])] }),
    ],
    [
      'two inputs',
      'model.unsupported',
      () =>
        withGraph({
          inputs: [...picture, valueInfo('more', 'float32', ['N', 3])],
          nodes: [...colourGraph.nodes.slice(0, 3), node('Add', ['logits_', 'more'], ['probabilities'])],
        }),
    ],
    [
      'an unknown operator',
      'model.unsupported',
      () => withGraph({ nodes: [node('Conjure', ['image'], ['probabilities'])] }),
    ],
    [
      'a broken graph',
      'model.unreadable',
      () => withGraph({ nodes: [node('Cast', ['nowhere'], ['probabilities'], { to: 1n })] }),
    ],
    [
      'no probabilities',
      'model.unsupported',
      () =>
        withGraph({
          nodes: colourGraph.nodes.map((step) =>
            step.opType === 'Softmax' ? node('Log', ['logits_'], ['probabilities']) : step,
          ),
        }),
    ],
    ['a detector without boxes', 'model.unsupported', () => colourClassifier({ ...good, task: 'detection' })],
  ])('%s: %s', async (_, code, bytes) => {
    const failure: unknown = await load(bytes()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ModelError);
    expect(failure).toMatchObject({ code });
  });
});
