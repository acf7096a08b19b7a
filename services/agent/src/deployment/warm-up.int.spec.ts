import { Model, goldenKey, recordGolden } from '@tutti/vision';
import { afterEach, describe, expect, it } from 'vitest';
import { colourModel } from '../testing/sample-model';
import { warmUp } from './warm-up';

const task = 'image-classification';
const budgetMs = undefined;
const loaded: Model[] = [];

const load = async (more: Readonly<Record<string, string>> = {}): Promise<Model> => {
  const model = await Model.load(colourModel({ more }), { intraOpThreads: 1 });
  loaded.push(model);
  return model;
};

afterEach(async () => {
  await Promise.all(loaded.splice(0).map((model) => model.release()));
});

describe('a warm-up', () => {
  it('ends after the first picture that takes far too long, budget or not', async () => {
    const signal = new AbortController().signal;
    await expect(warmUp(await load(), { task }, { budgetMs, signal, longestMs: 0 })).rejects.toMatchObject({
      code: 'latency.exceeded',
    });
    await expect(warmUp(await load(), { task }, { budgetMs, signal })).resolves.toMatchObject({
      golden: false,
    });
  });

  it('stops between two pictures when it is to stop, and blames nobody', async () => {
    const picture = { width: 8, height: 8, data: new Uint8Array(192).fill(90) };
    const golden = await recordGolden(await load(), [picture, picture]);
    for (const model of [await load(), await load({ [goldenKey]: golden })]) {
      const stop = new AbortController();
      const work = warmUp(model, { task }, { budgetMs, signal: stop.signal });
      stop.abort();
      await expect(work).rejects.toBe(stop.signal.reason);
    }
  });
});
