import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeployerRig } from '../testing/deployer-rig';
import { colourModel } from '../testing/sample-model';
import { writeSettled } from '../testing/sample-picture';
import { until } from '../testing/until';
import type { Stage } from './deployment-state';

const before = colourModel({ name: 'before', version: 'v0.1' });
const lids = colourModel({ more: { note: 'lids' } });
const installed = ['accepted', 'downloaded', 'verified', 'warmed-up', 'activated'];

let rig: DeployerRig;
beforeEach(async () => {
  rig = await DeployerRig.create();
  await writeSettled(join(rig.root, 'folder', 'm.onnx'), before);
});
afterEach(() => rig.remove());

const judges = (model: string): Promise<void> => until(`${model} judges`, () => rig.judging === model);

/** The process ends where this has just been written, and the next one begins. */
async function diesAt(stage: Stage, wish = rig.wishFor(lids)) {
  rig.dieAt = stage;
  await rig.start();
  await judges('before v0.1');
  rig.wish(wish);
  await until(`it dies at ${stage}`, () => rig.now.ended.signal.aborted);
  await rig.kill();
  rig.dieAt = undefined;
  await rig.start();
  return wish;
}

describe('a process that dies in the middle (top ask 5)', () => {
  it.each(['accepted', 'downloading', 'downloaded', 'verified', 'warmed-up'] as const)(
    'at %s goes on from there, tells each step once, and ends with the model judging',
    async (stage) => {
      const wish = await diesAt(stage);
      await judges('lids v1.0');
      await rig.says(wish, 'activated');
      expect(rig.states(wish)).toEqual(installed);
    },
  );

  it('at warming-up is not made to die again: the deployment fails', async () => {
    const wish = await diesAt('warming-up');
    await rig.says(wish, 'failed');
    expect(rig.last(wish)).toMatchObject({ step: 'install', failure: { code: 'model.crashed' } });
    await rig.now.models.check();
    expect(rig.judging).toBe('before v0.1');
  });

  it('at warming-up of what was confirmed tries once more; a second death is told, and is the last', async () => {
    const wish = await diesAt('warming-up', rig.wishFor(lids, { settled: true }));
    await judges('lids v1.0');
    expect(rig.reports).toEqual([]);
    await rig.stop();
    const other = rig.wishFor(colourModel({ more: { note: 'other' } }), { settled: true, version: 'v1.1' });
    rig.dieAt = 'warming-up';
    await rig.start();
    rig.wish(other);
    for (let death = 0; death < 2; death++) {
      await until('it dies', () => rig.now.ended.signal.aborted);
      await rig.kill();
      if (death > 0) rig.dieAt = undefined;
      await rig.start();
    }
    await rig.says(other, 'failed');
    expect(rig.last(other)).toMatchObject({ step: 'install', failure: { code: 'model.crashed' } });
    await rig.stop();
    await rig.start();
    await judges('lids v1.0');
    rig.wish(other);
    await rig.now.models.check();
    expect([rig.judging, rig.states(other), rig.states(wish)]).toEqual(['lids v1.0', ['failed'], []]);
  });

  it('at soaking goes on with what was counted; a second death rolls back', async () => {
    const wish = await diesAt('soaking');
    await rig.says(wish, 'activated');
    await judges('lids v1.0');
    await rig.frame('red');
    await rig.frame('red');
    await rig.stop();
    await rig.start();
    await judges('lids v1.0');
    await rig.at('soaking');
    await rig.kill();
    await rig.start();
    await rig.says(wish, 'rolled-back');
    expect(rig.last(wish)).toMatchObject({
      failure: { code: 'model.crashed' },
      restored: { name: 'before' },
      results: 2,
    });
    expect(rig.judging).toBe('before v0.1');
  });

  it('at soaking counts no result twice: what was written down is where it goes on', async () => {
    const wish = await diesAt('soaking');
    await judges('lids v1.0');
    await rig.frame('red');
    await rig.stop();
    await rig.start();
    await judges('lids v1.0');
    await rig.at('soaking');
    await rig.frame('red');
    await rig.frame('red');
    await rig.says(wish, 'confirmed');
    expect(rig.last(wish)).toMatchObject({ results: 3 });
  });

  it('while it goes back ends with what judged before', async () => {
    rig.dieAt = 'restoring';
    await rig.start();
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await judges('lids v1.0');
    for (let frame = 0; frame < 3; frame++) await rig.frame('grey');
    await until('it dies', () => rig.now.ended.signal.aborted);
    await rig.kill();
    rig.dieAt = undefined;
    await rig.start();
    await rig.says(wish, 'rolled-back');
    expect(rig.last(wish)).toMatchObject({ failure: { code: 'score.low' }, restored: { name: 'before' } });
    expect(rig.judging).toBe('before v0.1');
  });

  it('after it was confirmed says so', async () => {
    const wish = await diesAt('soaking');
    await judges('lids v1.0');
    for (let frame = 0; frame < 3; frame++) await rig.frame('red');
    await rig.says(wish, 'confirmed');
    await rig.kill();
    await rig.start();
    await judges('lids v1.0');
    expect(rig.now.deployments.store.state.open).toBeNull();
    expect(rig.states(wish)).toEqual([...installed, 'confirmed']);
  });
});

describe('a shadow', () => {
  const shadow = { mode: 'shadow', shadowMinutes: 1 } as const;

  it('runs beside on the same pictures, over a restart, and ends with a comparison', async () => {
    await rig.start();
    await judges('before v0.1');
    const wish = rig.wishFor(lids, shadow);
    rig.wish(wish);
    await rig.says(wish, 'activated');
    await rig.at('comparing');
    await rig.frame('red');
    expect(rig.judging).toBe('before v0.1');
    await rig.stop();
    await rig.start();
    await judges('before v0.1');
    await rig.at('comparing');
    await until('it is compared', () => {
      rig.steady += 1000;
      return rig.last(wish)?.state === 'compared';
    });
    expect(rig.judging).toBe('before v0.1');
    expect(rig.last(wish)).toMatchObject({ comparison: { candidate: { failures: 0 } } });
  });

  it('has nothing to be compared with where nothing judges', async () => {
    await writeSettled(join(rig.root, 'folder', 'm.onnx'), 'garbage');
    await rig.start();
    const wish = rig.wishFor(lids, shadow);
    rig.wish(wish);
    await rig.says(wish, 'failed');
    expect(rig.last(wish)).toMatchObject({ step: 'accept', failure: { code: 'shadow.alone' } });
  });

  it('that died twice is not tried a third time', async () => {
    const wish = await diesAt('comparing', rig.wishFor(lids, shadow));
    await rig.at('comparing');
    await rig.kill();
    await rig.start();
    await rig.says(wish, 'failed');
    expect(rig.last(wish)).toMatchObject({ step: 'confirm', failure: { code: 'model.crashed' } });
  });
});
