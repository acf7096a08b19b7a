import { model, node, tensor, valueInfo } from '@tutti/vision';
import { beforeAll, describe, expect, it } from 'vitest';
import { MemoryCache, type StripedData, stripedData } from '../testing/sample-task';
import { Embedder } from './embedder';
import type { View } from './views';

const side = 4;
let data: StripedData;

/** Mean colour, times `scale`. */
const meanColour = (scale: number) =>
  model({
    name: 'mean',
    nodes: [
      node('Cast', ['image'], ['pixels'], { to: 1n }),
      node('ReduceMean', ['pixels'], ['mean'], { axes: [1n, 2n], keepdims: 0n }),
      node('Mul', ['mean', 'scale'], ['embedding']),
    ],
    initializers: [tensor('scale', Float32Array.of(scale), [])],
    inputs: [valueInfo('image', 'uint8', ['N', side, side, 3])],
    outputs: [valueInfo('embedding', 'float32', ['N', 3])],
  });

async function embed(scale: number, cache: MemoryCache, views: readonly View[]) {
  const embedder = await Embedder.open(meanColour(scale), { cache });
  const told: number[] = [];
  data.asked.length = 0;
  try {
    const features = await embedder.embed(data, views, (done) => void told.push(done));
    return { features: [...features.data], told, asked: data.asked.length };
  } finally {
    await embedder.release();
  }
}

const views = (count: number, augmentation: View['augmentation'] = 'plain') =>
  data.items.slice(0, count).map((item) => ({ item, augmentation }));

beforeAll(async () => {
  data = await stripedData({ train: 6 });
});

describe('embedding', () => {
  it('asks for no picture that it has embedded before, and answers the same', async () => {
    const cache = new MemoryCache();
    const first = await embed(1, cache, views(10));
    expect(first).toMatchObject({ told: [0, 4, 8, 10], asked: 10 });
    expect(await embed(1, cache, views(10))).toEqual({ ...first, told: [10], asked: 0 });
    const more = await embed(1, cache, views(12));
    expect(more).toMatchObject({ told: [10, 12], asked: 2 });
    expect(more.features.slice(0, 30)).toEqual(first.features);
  });

  it('knows nothing from another backbone, or of another view', async () => {
    const cache = new MemoryCache();
    await embed(1, cache, views(3));
    expect(await embed(2, cache, views(3))).toMatchObject({ asked: 3 });
    expect(await embed(1, cache, views(3, 'mirrored'))).toMatchObject({ asked: 3 });
  });

  it('decodes a picture once for all its views', async () => {
    const both = data.items.slice(0, 5).flatMap((item): readonly View[] => [
      { item, augmentation: 'plain' },
      { item, augmentation: 'brighter' },
    ]);
    const { features, asked } = await embed(1, new MemoryCache(), both);
    expect(asked).toBe(5);
    expect(features[3]).toBeGreaterThan(features[0] ?? NaN);
  });

  it('keeps what it has embedded when it is cancelled', async () => {
    const cache = new MemoryCache();
    const embedder = await Embedder.open(meanColour(1), { cache });
    const cancelled = new Error('cancelled');
    const embedding = embedder.embed(data, views(18), (done) => {
      if (done === 8) throw cancelled;
    });
    await expect(embedding).rejects.toBe(cancelled);
    await embedder.release();
    expect(await embed(1, cache, views(18))).toMatchObject({ asked: 10 });
  });

  it('does not believe a cache that holds no numbers', async () => {
    const cache = new MemoryCache();
    const { features } = await embed(1, cache, views(2));
    for (const space of cache.spaces.values()) for (const values of space.values()) values.fill(NaN);
    expect(await embed(1, cache, views(2))).toMatchObject({ features, asked: 2 });
  });

  it('refuses features that are no numbers', async () => {
    await expect(embed(Infinity, new MemoryCache(), views(2))).rejects.toMatchObject({
      code: 'training.features-not-finite',
    });
  });

  it('fails once, with the fault of the picture, while the pictures before it run', async () => {
    const picture = (digest: string) =>
      digest === data.items[12]?.digest ? Promise.reject(new Error('gone')) : data.picture(digest);
    const embedder = await Embedder.open(meanColour(1), { cache: new MemoryCache() });
    await expect(embedder.embed({ ...data, picture }, views(18), () => undefined)).rejects.toThrow('gone');
    await embedder.release();
  });
});
