import { mkdtemp, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { colourModel } from '../testing/sample-model';
import { echoModel } from '../testing/tensor-models';
import { until } from '../testing/until';
import { Refusal } from '../common/refusal';
import { ModelManager } from './model-manager';

const red = {
  width: 8,
  height: 8,
  data: Uint8Array.from({ length: 192 }, (_, i) => (i % 3 === 0 ? 255 : 0)),
};

let folder: string;
let manager: ModelManager;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-models-'));
  manager = new ModelManager({ folder, checkEveryMs: 10, threads: 1, log: pino({ level: 'silent' }) });
});
afterEach(async () => {
  await manager.close();
  await rm(folder, { recursive: true, force: true });
});

/** Puts a file in place as it had lain there since `time`, in one step. */
async function put(name: string, content: Uint8Array | string, time: number): Promise<void> {
  const draft = join(folder, '.draft');
  await writeFile(draft, content);
  await utimes(draft, time, time);
  await rename(draft, join(folder, name));
}

describe('the model manager', () => {
  it('has no model at first, and loads the newest by time, then by name', async () => {
    expect(await manager.check()).toBe(true);
    await expect(manager.predict(red)).rejects.toThrow(Refusal);
    await put('b.onnx', colourModel({ version: 'old' }), 1000);
    await put('a.onnx', colourModel({ version: 'new a' }), 2000);
    await put('c.onnx', colourModel({ version: 'new c' }), 2000);
    await put('d.txt', 'not a model', 3000);
    await manager.check();
    expect(manager.current?.reference).toMatchObject({
      name: 'colours',
      version: 'new c',
      task: 'classification',
    });
    expect((await manager.predict(red)).prediction.label).toBe('red');
  });

  it('keeps the old one when a newer is broken, and says what is wrong until that is gone', async () => {
    await put('good.onnx', colourModel(), 1000);
    await manager.check();
    await put('bad.onnx', 'garbage', 2000);
    await manager.check();
    expect(manager.fault).toMatchObject({
      type: 'model.unreadable',
      message: expect.stringContaining('bad.onnx') as string,
    });
    expect((await manager.predict(red)).active.reference.version).toBe('v1.0');
    await put('better.onnx', colourModel({ version: 'v2.0' }), 3000);
    await manager.check();
    expect([manager.fault, manager.current?.reference.version]).toEqual([undefined, 'v2.0']);
  });

  it('starts with an older one when the newest is broken, and says so', async () => {
    await put('old.onnx', colourModel({ version: 'old' }), 1000);
    await put('older.onnx', colourModel({ version: 'older' }), 500);
    await put('bad.onnx', 'garbage', 2000);
    await manager.check();
    expect([manager.current?.reference.version, manager.fault?.type]).toEqual(['old', 'model.unreadable']);
  });

  it('passes over models for tensors, and says what they lack when there is nothing else', async () => {
    await put('tensors.onnx', echoModel('FP32'), 2000);
    await manager.check();
    expect(manager.fault).toMatchObject({
      type: 'model.bad-metadata',
      message: expect.stringContaining('task') as string,
    });
    await put('colours.onnx', colourModel(), 1000);
    await manager.check();
    expect([manager.current?.reference.name, manager.fault]).toEqual(['colours', undefined]);
  });

  it('waits for a file that is still being written', async () => {
    const whole = colourModel();
    await writeFile(join(folder, 'm.onnx'), whole.subarray(0, whole.length / 2));
    expect(await manager.check()).toBe(false);
    expect(manager.fault).toBeUndefined();
    await writeFile(join(folder, 'm.onnx'), whole);
    expect(await manager.check()).toBe(true);
    expect(manager.current?.reference.version).toBe('v1.0');
  });

  it('names a model that has no name after its file', async () => {
    await put('from-the-shop.onnx', colourModel({ name: null }), 1000);
    await manager.check();
    expect(manager.current?.reference.name).toBe('from-the-shop');
  });

  it('swaps under load without a dropped frame, and frees the old ones', async () => {
    await put('m1.onnx', colourModel({ version: 'v1' }), 1000);
    const stop = new AbortController();
    const running = manager.run(stop.signal);
    await manager.available(stop.signal);
    const versions = new Map<string, number>();
    let [asked, answered] = [0, 0];
    const load = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        asked++;
        const { active, prediction } = await manager.predict(red);
        expect(prediction.label).toBe('red');
        answered++;
        const { version } = active.reference;
        versions.set(version, (versions.get(version) ?? 0) + 1);
      }
    };
    const loads = [load(), load(), load()];
    for (let n = 2; n <= 8; n++) {
      const previous = manager.current?.model;
      await put(`m${n}.onnx`, colourModel({ version: `v${n}` }), 1000 * n);
      await until(`v${n} judges`, () => versions.has(`v${n}`));
      await until(
        'the one before is free',
        () =>
          previous?.predict(red).then(
            () => false,
            () => true,
          ) ?? true,
      );
    }
    stop.abort();
    await Promise.all([...loads, running]);
    expect(answered).toBe(asked);
    expect(versions.size).toBe(8);
  });
});
