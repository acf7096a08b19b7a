import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type StripedData, sampleItem, stripedData } from '../testing/sample-task';
import { decodeItem } from '../data/decode-item';
import { TrainingRefused } from '../task/training-task';
import { percentile } from './measure-latency';
import { type JudgedItem, worstExamples } from './worst-examples';

let data: StripedData;

beforeAll(async () => {
  data = await stripedData({ train: 10 });
});

describe('worst examples', () => {
  const judged = (losses: readonly number[]): readonly JudgedItem[] =>
    losses.flatMap((loss, at) => {
      const item = data.items[at];
      return item ? [{ item, loss, truth: { key: 'level' }, predicted: { key: 'upright', score: 0.5 } }] : [];
    });

  it('are the 24 with the largest loss, the worst first, as JPEGs', async () => {
    const examples = await worstExamples(judged(Array.from({ length: 30 }, (_, at) => (at * 7) % 30)), data);
    expect(examples.map(({ loss }) => loss)).toEqual(Array.from({ length: 24 }, (_, at) => 29 - at));
    const { width, format } = await sharp(examples[0]?.thumbnail).metadata();
    expect([width, format]).toEqual([48, 'jpeg']);
    expect(examples[0]).toMatchObject({ itemId: null, truth: { key: 'level' } });
  });

  it('leave out what the model got entirely right', async () => {
    expect(await worstExamples(judged([0, 0.1, 0]), data)).toHaveLength(1);
  });
});

it('takes percentiles by nearest rank', () => {
  expect([0.5, 0.95, 1].map((share) => percentile([5, 1, 4, 2, 3], share))).toEqual([3, 5, 5]);
});

/** 60 megapixels: more than devices decode, and datasets take. */
const largePicture = (): Promise<Uint8Array> =>
  sharp({ create: { width: 60_000, height: 1000, channels: 3, background: '#2468ac' } })
    .png({ compressionLevel: 1 })
    .toBuffer();

it('what datasets take can be learned from, and shown', async () => {
  const bytes = await largePicture();
  const large = { ...data, picture: () => Promise.resolve(bytes) };
  const item = sampleItem('0'.repeat(64), { classKey: 'level' }, { width: 60_000, height: 1000 });
  expect(await decodeItem(large, item)).toMatchObject({ width: 60_000, height: 1000 });
  const wrong = { item, loss: 1, truth: { key: 'level' }, predicted: { key: 'upright', score: 1 } };
  const [example] = await worstExamples([wrong], large);
  expect((await sharp(example?.thumbnail).metadata()).width).toBe(320);
});

describe('a picture that cannot be decoded', () => {
  it.each([
    ['by its file', { fileName: 'part-7.jpg' }, 'Picture part-7.jpg cannot be learned from'],
    ['by its id', { id: 'abc' }, 'Picture abc (SHA-256 000000000000…) cannot be learned from'],
  ])('is named %s', async (_, named, message) => {
    const broken = { ...data, picture: () => Promise.resolve(new TextEncoder().encode('no picture')) };
    const item = sampleItem('0'.repeat(64), { classKey: 'level' }, named);
    const refused = decodeItem(broken, item);
    await expect(refused).rejects.toThrow(TrainingRefused);
    await expect(refused).rejects.toMatchObject({
      code: 'training.picture-broken',
      message: expect.stringContaining(message) as string,
    });
  });
});
