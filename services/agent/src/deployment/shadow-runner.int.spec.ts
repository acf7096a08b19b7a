import { type Image, Model } from '@tutti/vision';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../log';
import { cellModel, colourModel } from '../testing/sample-model';
import { ShadowRunner, shadowState } from './shadow-runner';

const log = createLog('silent', false);
const minuteMs = 60_000;
const patience = { timeout: 20_000 };
const loaded: Model[] = [];

const load = async (bytes: Uint8Array): Promise<Model> => {
  const model = await Model.load(bytes, { intraOpThreads: 1 });
  loaded.push(model);
  return model;
};

afterEach(async () => {
  await Promise.all(loaded.splice(0).map((model) => model.release()));
});

const plain = (...[red, green, blue, side = 16]: readonly [number, number, number, number?]): Image => ({
  ...{ width: side, height: side },
  data: Buffer.alloc(side * side * 3, Buffer.from([red, green, blue])),
});

const red = plain(255, 0, 0);
const blue = plain(0, 0, 255);

/** Judges as the pipeline does, and waits until the shadow has had each picture. */
async function watch(
  runner: ShadowRunner,
  current: Model,
  images: readonly Image[],
  truth?: string,
): Promise<void> {
  for (const image of images) {
    const { frames } = runner.state.counts;
    runner.onFrame(image, await current.predict(image), 5, truth);
    await expect.poll(() => runner.state.counts.frames, { ...patience, interval: 1 }).toBe(frames + 1);
  }
}

describe('a shadow', () => {
  it('judges the same pictures as the device, compares, and is unloaded at the end', async () => {
    const [current, candidate] = [await load(colourModel()), await load(colourModel({ version: 'v1.1' }))];
    const runner = new ShadowRunner({ minutes: 1, log });
    runner.start(candidate);
    await watch(runner, current, [red, blue, red], 'red');
    const comparison = await runner.finish();
    expect(comparison).toMatchObject({
      frames: 3,
      agreement: 1,
      candidate: { failures: 0, meanScore: comparison.current.meanScore },
      truth: { frames: 3, current: 0.666667, candidate: 0.666667 },
    });
    await expect(candidate.predict(red)).rejects.toThrow();
    await expect(current.predict(red)).resolves.toMatchObject({ label: 'red' });
    runner.onFrame(red, await current.predict(red), 5, undefined);
    expect((await runner.finish()).frames).toBe(3);
  });

  it('sees that another model decides otherwise, and that one fails', async () => {
    const current = await load(colourModel());
    const swapped = new ShadowRunner({ minutes: 1, log });
    swapped.start(await load(colourModel({ labels: ['blue', 'green', 'red'] })));
    await watch(swapped, current, [red, blue, plain(0, 255, 0), plain(0, 255, 0)]);
    expect(await swapped.finish()).toMatchObject({ frames: 4, agreement: 0.5 });
    const failing = new ShadowRunner({ minutes: 1, log });
    failing.start(await load(colourModel({ sound: false })));
    await watch(failing, current, [red, blue]);
    expect(await failing.finish()).toMatchObject({
      ...{ frames: 2, agreement: 0 },
      candidate: { meanScore: 0, failures: 2, latencyMs: null },
    });
  });

  it('compares the objects of detectors', async () => {
    const [current, candidate] = [await load(cellModel()), await load(cellModel())];
    const runner = new ShadowRunner({ minutes: 1, log });
    runner.start(candidate);
    await watch(runner, current, [red, plain(0, 0, 0)]);
    expect(await runner.finish()).toMatchObject({ frames: 2, agreement: 1 });
  });

  it('leaves out what comes while it is behind, and answers at once', async () => {
    const current = await load(colourModel());
    const runner = new ShadowRunner({ minutes: 1, log });
    runner.start(await load(colourModel()));
    const prediction = await current.predict(red);
    for (let frame = 0; frame < 100; frame++) runner.onFrame(red, prediction, 5, undefined);
    expect(runner.state.counts.frames).toBe(0);
    await expect.poll(() => runner.state.counts.frames, patience).toBe(3);
    expect((await runner.finish()).frames).toBe(3);
  });

  it('keeps no more than one large picture waiting', async () => {
    const current = await load(colourModel());
    const runner = new ShadowRunner({ minutes: 1, log });
    runner.start(await load(colourModel()));
    const large = plain(255, 0, 0, 3500);
    const prediction = await current.predict(red);
    for (let frame = 0; frame < 4; frame++) runner.onFrame(large, prediction, 5, undefined);
    await expect.poll(() => runner.state.counts.frames, patience).toBe(2);
    expect((await runner.finish()).frames).toBe(2);
  });

  it('goes on after a restart with what it has counted, for the time that is left', async () => {
    const current = await load(colourModel());
    const clock = { now: 0 };
    const options = { minutes: 2, log, steady: () => clock.now };
    const first = new ShadowRunner(options);
    first.start(await load(colourModel()));
    await watch(first, current, [red]);
    clock.now += minuteMs;
    expect(first.isOver).toBe(false);
    const stored = shadowState.parse(JSON.parse(JSON.stringify(first.state)));
    await first.finish();
    clock.now += 24 * 60 * minuteMs;
    const second = new ShadowRunner({ ...options, stored });
    second.start(await load(colourModel()));
    expect(second.isOver).toBe(false);
    await watch(second, current, [blue]);
    clock.now += minuteMs;
    expect(second.isOver).toBe(true);
    expect(await second.finish()).toMatchObject({ frames: 2, agreement: 1 });
  });

  it('ends though a picture is under way, and counts that one', async () => {
    const current = await load(colourModel());
    const runner = new ShadowRunner({ minutes: 1, log });
    runner.start(await load(colourModel()));
    await watch(runner, current, [red]);
    const prediction = await current.predict(red);
    runner.onFrame(red, prediction, 5, undefined);
    runner.onFrame(red, prediction, 5, undefined);
    const { frames } = await runner.finish();
    expect([1, 2]).toContain(frames);
    expect(runner.state.counts.frames).toBe(frames);
  });
});
