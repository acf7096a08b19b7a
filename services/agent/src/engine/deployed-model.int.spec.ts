import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sha256 } from '../testing/device-signatures';
import { colourModel } from '../testing/sample-model';
import { writeSettled } from '../testing/sample-picture';
import type { DeployedFile } from './model-catalogue';
import { ModelManager } from './model-manager';

const red = {
  width: 8,
  height: 8,
  data: Uint8Array.from({ length: 192 }, (_, at) => (at % 3 === 0 ? 255 : 0)),
};

let root: string;
let manager: ModelManager;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-deployed-'));
  await writeSettled(join(root, 'm.onnx'), colourModel({ name: 'folder' }));
  manager = new ModelManager({ folder: root, checkEveryMs: 5, threads: 1, log: pino({ level: 'silent' }) });
});
afterEach(async () => {
  await manager.close();
  await rm(root, { recursive: true, force: true });
});

/** A file outside the folder's view. */
async function deployed(version: string, content: Uint8Array | string): Promise<DeployedFile> {
  const path = join(root, `${version}.deployed`);
  await writeSettled(path, content);
  return { path, name: 'lids', version, digest: sha256(Buffer.from(content)) };
}
const lids = (version: string): Promise<DeployedFile> =>
  deployed(version, colourModel({ more: { note: version } }));
const judging = (): string | undefined => manager.current?.reference.name;

describe('a model that was deployed', () => {
  it('goes before the folder from the first look on, under the name that it was deployed with', async () => {
    manager.prefer(await lids('v1'));
    await manager.check();
    expect(manager.current?.reference).toMatchObject({ name: 'lids', version: 'v1' });
    await writeSettled(join(root, 'z.onnx'), 'broken');
    await manager.check();
    expect([judging(), manager.fault]).toEqual(['lids', undefined]);
    expect((await manager.reload()).name).toBe('lids');
  });

  it('that cannot be loaded is told, and the folder judges', async () => {
    manager.prefer(await deployed('v1', 'rust'));
    await manager.check();
    await manager.check();
    expect([judging(), manager.deployedFault?.type, manager.fault?.type]).toEqual([
      'folder',
      'model.unreadable',
      'model.unreadable',
    ]);
    await manager.restore(undefined);
    expect([judging(), manager.fault]).toEqual(['folder', undefined]);
  });

  it('that cannot be read for a moment is not given up: the next look tries it again', async () => {
    const file = await lids('v1');
    const bytes = await readFile(file.path);
    await rm(file.path);
    await mkdir(file.path);
    manager.prefer(file);
    await manager.check();
    expect([judging(), manager.deployedFault, manager.fault?.type]).toEqual([
      'folder',
      undefined,
      'model.unreadable',
    ]);
    await rm(file.path, { recursive: true });
    await writeSettled(file.path, bytes);
    await manager.check();
    expect([judging(), manager.fault]).toEqual(['lids', undefined]);
  });

  it('is listed as ready, stays loaded when it is asked for, and cannot be unloaded', async () => {
    manager.prefer(await lids('v1'));
    await manager.check();
    expect(manager.index()).toContainEqual({ name: 'lids', version: 'v1', state: 'READY', reason: '' });
    await manager.load('lids');
    await expect(manager.unload('lids')).rejects.toThrow('until a newer one is deployed');
  });

  it('leaves what was before it: another one, the folder, or nothing', async () => {
    const [first, second] = [await lids('v1'), await lids('v2')];
    await manager.check();
    await manager.adopt(await manager.stage(first), first);
    await manager.adopt(await manager.stage(second), second);
    await manager.restore(first);
    expect(manager.current?.reference).toMatchObject({ name: 'lids', version: 'v1' });
    await manager.restore(undefined);
    expect(judging()).toBe('folder');
    await manager.adopt(await manager.stage(second), second);
    await rm(join(root, 'm.onnx'));
    await manager.restore(undefined);
    expect(judging()).toBeUndefined();
  });

  it('takes over and gives back under load without a dropped frame, and frees the others', async () => {
    await manager.check();
    const stop = new AbortController();
    const running = manager.run(stop.signal);
    let [asked, answered] = [0, 0];
    const load = async (): Promise<void> => {
      while (!stop.signal.aborted) {
        asked++;
        expect((await manager.predict(red)).prediction.label).toBe('red');
        answered++;
      }
    };
    const loads = [load(), load(), load()];
    const files = [await lids('v1'), await lids('v2'), await lids('v3')];
    for (const [at, file] of files.entries()) {
      const before = manager.current;
      await manager.adopt(await manager.stage(file), file);
      if (at === 1) await manager.restore(files[0]);
      if (before !== undefined)
        await expect.poll(() => before.model.predict(red).catch(() => 'freed')).toBe('freed');
    }
    stop.abort();
    await Promise.all([...loads, running]);
    expect(answered).toBe(asked);
  });
});
