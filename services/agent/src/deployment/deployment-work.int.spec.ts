import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeployerRig } from '../testing/deployer-rig';
import { colourModel } from '../testing/sample-model';
import { writeSettled } from '../testing/sample-picture';
import { until } from '../testing/until';

const before = colourModel({ name: 'before', version: 'v0.1' });
const lids = colourModel({ more: { note: 'lids' } });

let rig: DeployerRig;
beforeEach(async () => {
  rig = await DeployerRig.create();
  await writeSettled(join(rig.root, 'folder', 'm.onnx'), before);
  await rig.start();
  await until('the first one judges', () => rig.judging === 'before v0.1');
});
afterEach(() => rig.remove());

describe('an activation', () => {
  it('that fails after it was written is rolled back: nothing stays that nobody confirmed', async () => {
    const { models, deployments } = rig.now;
    models.adopt = () => Promise.reject(new Error('no room'));
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await rig.says(wish, 'rolled-back');
    expect(rig.last(wish)).toMatchObject({
      failure: { code: 'agent.failed', message: 'no room' },
      restored: { name: 'before' },
    });
    expect([rig.judging, deployments.store.state.active]).toEqual(['before v0.1', null]);
  });

  it('begins the time of the trial once it is written', async () => {
    const draft = join(rig.root, 'deployment.json.new');
    rig.onStage = (stage) => {
      if (stage === 'warmed-up') mkdirSync(draft);
    };
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await until('it complains', () => rig.lines.some((line) => line.includes('cannot be written')));
    rig.steady += 30_000;
    await rm(draft, { recursive: true });
    await rig.says(wish, 'activated');
    await rig.at('soaking');
    const { store } = rig.now.deployments;
    await rig.stop();
    expect(store.state.open?.soak).toMatchObject({ elapsedMs: 0 });
  });
});
