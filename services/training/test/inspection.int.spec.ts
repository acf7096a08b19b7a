import { Readable } from 'node:stream';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import { decodeModel, encodeModel, node, tensor, valueInfo } from '@tutti/vision';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { ModelInspector, type InspectionLimits } from '../src/model/inspection/model-inspector';
import { blobNamespace } from '../src/model/model-files';
import { inspectorProgram } from './inspector-program.fixture';
import { pictureModel, tensorModel } from './model-files.fixture';

let dir: string;
let blobs: FolderBlobStore;
let program: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-inspection-'));
  blobs = await FolderBlobStore.open(dir);
  program = await inspectorProgram();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const inspect = async (bytes: Uint8Array, limits?: InspectionLimits) => {
  const { sha256 } = await blobs.put(blobNamespace, bytes, { maxBytes: bytes.length });
  return new ModelInspector({ blobs, program, ...(limits ? { limits } : {}) }).inspect(sha256);
};
const refusal = (reason: RegExp) => ({
  code: 'model.invalid',
  message: expect.stringMatching(reason) as unknown,
});

describe('a model that loads', () => {
  it('is told by its inputs, its outputs and its operators', async () => {
    expect(await inspect(tensorModel())).toEqual({
      task: 'tensors',
      labels: [],
      about: {},
      signature: {
        inputs: [{ name: 'x', type: 'FP32', shape: [-1, 2] }],
        outputs: [{ name: 'y', type: 'FP32', shape: [-1, 2] }],
        opset: 17,
      },
    });
  });

  it('says what its pictures are for, if it does', async () => {
    expect((await inspect(pictureModel({ label_names: '["Rot",7,""]' }))).labels).toEqual([
      { key: 'red', name: 'Rot' },
      { key: 'green', name: 'green' },
      { key: 'blue', name: 'blue' },
    ]);
    expect(await inspect(pictureModel())).toMatchObject({
      task: 'image-classification',
      labels: [
        { key: 'red', name: 'red' },
        { key: 'green', name: 'green' },
        { key: 'blue', name: 'blue' },
      ],
    });
  });
});

describe('the store', () => {
  it('that fails in the middle of a file says nothing of the model', async () => {
    const failing = async function* () {
      yield tensorModel().subarray(0, 60);
      throw new Error('The disk is away.');
    };
    const open = () =>
      Promise.resolve({ stream: Readable.from(failing()), size: 1000, range: { offset: 0, length: 1000 } });
    const inspector = new ModelInspector({ blobs: { open }, program });
    await expect(inspector.inspect('a'.repeat(64))).rejects.toThrow('The disk is away.');
  });

  it('is asked once for a file that is being looked at', async () => {
    const { sha256 } = await blobs.put(blobNamespace, tensorModel(), { maxBytes: 1_000_000 });
    let opened = 0;
    const open: FolderBlobStore['open'] = (...given) => {
      opened++;
      return blobs.open(...given);
    };
    const inspector = new ModelInspector({ blobs: { open }, program });
    const [first, second] = await Promise.all([inspector.inspect(sha256), inspector.inspect(sha256)]);
    expect(second).toEqual(first);
    expect(opened).toBe(1);
    await inspector.inspect(sha256);
    expect(opened).toBe(2);
  });
});

describe('what is refused with its reason', () => {
  const huge = (() => {
    const given = decodeModel(tensorModel());
    const [one] = given.graph?.initializer ?? [];
    if (one) one.dims = [50_000n, 50_000n];
    return encodeModel(given);
  })();
  /** The shape is a constant: a runtime that folds constants makes ten gigabytes of these few bytes. */
  const bomb = pictureModel(
    {},
    {
      nodes: [
        node('ConstantOfShape', ['shape'], ['zeros']),
        node('ReduceSum', ['zeros'], ['sum'], { keepdims: 0n }),
        node('Cast', ['image'], ['floats'], { to: 1n }),
        node('ReduceMean', ['floats'], ['mean'], { axes: [1n, 2n], keepdims: 0n }),
        node('Add', ['mean', 'sum'], ['probabilities']),
      ],
      initializers: [tensor('shape', new BigInt64Array([50_000n, 50_000n]), [2])],
    },
  );

  test.each([
    ['no ONNX at all', Buffer.from('PK\u0003\u0004 this is an archive'), /no.* ONNX model/],
    ['nothing', new Uint8Array(1), /ONNX/],
    ['a model that is cut off', tensorModel().subarray(0, 60), /ONNX/],
    ['an initialiser of ten gigabytes', huge, /do not fill/],
    [
      'an operator that does not exist',
      tensorModel({ nodes: [node('Frobnicate', ['x'], ['y'])] }),
      /Frobnicate/,
    ],
    [
      'an input nobody has memory for',
      tensorModel({ inputs: [valueInfo('x', 'float32', [1e6, 1e6])] }),
      /more than/,
    ],
    ['an input that is not there', tensorModel({ inputs: [] }), /cannot load|inputs/],
    ['a task without labels', pictureModel({ labels: '[]' }), /labels/],
    ['a task that nobody knows', pictureModel({ task: 'divination' }), /task/],
    ['labels that are too long', pictureModel({ labels: `["a","b","${'c'.repeat(100)}"]` }), /labels/],
  ])('%s', async (_, bytes, reason) => {
    await expect(inspect(bytes)).rejects.toMatchObject(refusal(reason));
  });

  it('a few bytes that become gigabytes', async () => {
    await expect(inspect(bomb)).rejects.toMatchObject(refusal(/memory|cannot load|fails/));
  });

  it('a file that does not load in its time', async () => {
    const limits = { milliseconds: 1, megabytes: 4096 };
    await expect(inspect(tensorModel(), limits)).rejects.toMatchObject(refusal(/within 0.001 seconds/));
  });

  it('whatever bytes are changed: it is taken or refused, and the service goes on', async () => {
    const whole = pictureModel();
    for (let n = 0; n < 12; n++) {
      const bytes = Uint8Array.from(whole);
      for (let at = n; at < bytes.length; at += 29) bytes[at] = (bytes[at] ?? 0) ^ (1 + ((n * 53) % 255));
      await inspect(bytes).catch((error: unknown) => {
        expect(error).toMatchObject({ code: 'model.invalid' });
      });
    }
    await expect(inspect(whole)).resolves.toBeDefined();
  });
});
