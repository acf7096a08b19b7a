import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Model, goldenKey, recordGolden } from '@tutti/vision';
import { newSigningKey, publicKeyOf } from '@tutti/model-signature';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refuse } from '../testing/artifact-peer';
import { DeployerRig } from '../testing/deployer-rig';
import { cellModel, colourModel } from '../testing/sample-model';
import { writeSettled } from '../testing/sample-picture';
import { until } from '../testing/until';

const before = colourModel({ name: 'before', version: 'v0.1' });
const lids = colourModel({ more: { note: 'lids' } });
const caps = colourModel({ more: { note: 'caps' } });
const installed = ['accepted', 'downloaded', 'verified', 'warmed-up', 'activated'];

let rig: DeployerRig;
beforeEach(async () => {
  rig = await DeployerRig.create();
});
afterEach(() => rig.remove());

const inFolder = (bytes: Uint8Array): Promise<void> =>
  writeSettled(join(rig.root, 'folder', 'm.onnx'), bytes);
const stored = async (): Promise<string[]> =>
  (await readdir(join(rig.root, 'deployed-models')).catch(() => [])).map((name) => name.slice(0, 8)).sort();
const soak = async (colour = 'red', frames = 3): Promise<void> => {
  for (let frame = 0; frame < frames; frame++) await rig.frame(colour);
};
const judges = (model: string): Promise<void> => until(`${model} judges`, () => rig.judging === model);
/** A model that was deployed and confirmed. */
async function confirmed(bytes: Uint8Array, version: string) {
  const wish = rig.wishFor(bytes, { version });
  rig.wish(wish);
  await judges(`lids ${version}`);
  await soak();
  await rig.says(wish, 'confirmed');
  return wish;
}

describe('a deployment', () => {
  it('goes step by step until the score confirms it, and goes before what lies in the folder', async () => {
    await inFolder(before);
    await rig.start();
    await judges('before v0.1');
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await judges('lids v1.0');
    await rig.says(wish, 'activated');
    expect(rig.last(wish)).toMatchObject({ previous: { name: 'before', version: 'v0.1' } });
    await soak();
    await rig.says(wish, 'confirmed');
    expect(rig.states(wish)).toEqual([...installed, 'confirmed']);
    expect(rig.last(wish)).toMatchObject({ results: 3 });
    await inFolder(caps);
    await rig.now.models.check();
    expect(rig.judging).toBe('lids v1.0');
    expect(await rig.metrics.registry.getSingleMetricAsString('edge_deployments_total')).toContain(
      'edge_deployments_total{outcome="confirmed"} 1',
    );
  });

  it('that is confirmed judges after every start, with no network at all', async () => {
    await inFolder(before);
    await rig.start();
    await confirmed(lids, 'v1.0');
    await rig.stop();
    await rig.peer.stop();
    await rig.start();
    await until('a model', () => rig.judging !== undefined);
    expect(rig.judging).toBe('lids v1.0');
  });

  it('keeps what judges now and the one before, and nothing else', async () => {
    await rig.start();
    const [first, second, third] = [lids, caps, colourModel({ more: { note: 'third' } })];
    const wishes = [await confirmed(first, 'v1.0'), await confirmed(second, 'v1.1')];
    const last = await confirmed(third, 'v1.2');
    await until('the oldest is gone', async () => (await stored()).length === 2);
    expect(await stored()).toEqual(
      [wishes[1], last].map((wish) => wish?.model.artifact.digest.slice(0, 8) ?? '').sort(),
    );
  });

  it('of what judges already is at its end at once', async () => {
    await inFolder(lids);
    await rig.start();
    await until('a model', () => rig.judging !== undefined);
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await rig.says(wish, 'already-installed');
    expect(rig.states(wish)).toEqual(['already-installed']);
  });

  it('of what judged already from the folder holds, too: what is put there later does not judge', async () => {
    await inFolder(lids);
    await rig.start();
    await until('a model', () => rig.judging !== undefined);
    const wish = rig.wishFor(lids, { version: 'v2.0' });
    rig.wish(wish);
    await rig.says(wish, 'already-installed');
    rig.wish({ ...wish, settled: true });
    await judges('lids v2.0');
    await inFolder(caps);
    await rig.now.models.check();
    expect(rig.judging).toBe('lids v2.0');
    expect([rig.states(wish), rig.peer.ranges]).toEqual([['already-installed'], []]);
    await rig.stop();
    await rig.start();
    await until('a model', () => rig.judging !== undefined);
    expect(rig.judging).toBe('lids v2.0');
  });

  it('waits for its window with everything at hand, and goes on when it opens (top ask 12)', async () => {
    rig.time = Date.parse('2026-03-10T12:00:00Z');
    await rig.start();
    const windows = [{ from: '02:00', to: '04:00', timeZone: 'UTC' }];
    const wish = rig.wishFor(lids, { windows });
    rig.wish(wish);
    await rig.says(wish, 'deferred');
    expect(rig.last(wish)).toEqual({ state: 'deferred', until: '2026-03-11T02:00:00.000Z' });
    await rig.kill();
    rig.time = Date.parse('2026-03-11T02:00:01Z');
    await rig.start();
    await rig.says(wish, 'activated');
    expect(rig.states(wish)).toEqual([
      'accepted',
      'downloaded',
      'verified',
      'deferred',
      'warmed-up',
      'activated',
    ]);
  });

  it('does nothing that it cannot write down, and goes on once it can', async () => {
    await rig.start();
    const draft = join(rig.root, 'deployment.json.new');
    await mkdir(draft);
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await until('it complains', () => rig.lines.some((line) => line.includes('cannot be written')));
    expect([rig.states(wish), rig.judging]).toEqual([[], undefined]);
    await rm(draft, { recursive: true });
    await rig.says(wish, 'activated');
  });

  it('holds to the golden answers that the model brings', async () => {
    const model = await Model.load(lids);
    const picture = { width: 8, height: 8, data: new Uint8Array(192).fill(90) };
    const golden = await recordGolden(model, [picture]);
    await model.release();
    await rig.start();
    const right = rig.wishFor(colourModel({ more: { [goldenKey]: golden } }));
    rig.wish(right);
    await rig.says(right, 'activated');
    expect(rig.reports.map(({ report }) => report)).toContainEqual(
      expect.objectContaining({ state: 'warmed-up', golden: true }),
    );
    const other = golden.replace(/"values":\[[^\]]*]/, '"values":[0.1,0.1,0.8]');
    const wrong = rig.wishFor(colourModel({ more: { [goldenKey]: other } }));
    rig.wish(wrong);
    await rig.says(wrong, 'failed');
    expect(rig.last(wrong)).toMatchObject({ step: 'install', failure: { code: 'golden.wrong' } });
  });
});

describe('a deployment that cannot succeed', () => {
  beforeEach(async () => {
    await inFolder(before);
    await rig.start();
    await judges('before v0.1');
  });

  const fails = async (wish: ReturnType<typeof rig.wishFor>, step: string, code: string): Promise<void> => {
    rig.wish(wish);
    await rig.says(wish, 'failed');
    expect(rig.last(wish)).toMatchObject({ step, failure: { code } });
    expect(rig.judging).toBe('before v0.1');
    await until('nothing is left', async () => (await stored()).length === 0);
  };

  it.each([
    ['that is no model', Buffer.from('no model'), {}, 'model.unloadable'],
    ['that fails when it runs', colourModel({ sound: false }), {}, 'model.unloadable'],
    ['for something else', cellModel(), {}, 'task.wrong'],
  ] as const)('fails at warm-up: a model %s', async (_, bytes, changes, code) => {
    await fails(rig.wishFor(bytes, changes), 'install', code);
  });

  it('fails where it is signed by somebody else', async () => {
    await rig.stop();
    rig.signers = [publicKeyOf(newSigningKey())];
    await rig.start();
    await until('a model', () => rig.judging !== undefined);
    await fails(rig.wishFor(lids), 'install', 'signature.invalid');
  });

  it('does not fail where it is signed by somebody whom the next credentials name', async () => {
    await rig.stop();
    rig.newerSigners = rig.signers;
    rig.signers = [publicKeyOf(newSigningKey())];
    await rig.start();
    await until('a model', () => rig.judging !== undefined);
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await rig.says(wish, 'activated');
  });

  it('fails where its bytes are gone, or are others', async () => {
    rig.peer.mischief.push(refuse(404, 'model.artifact-gone'));
    await fails(rig.wishFor(lids), 'download', 'artifact.gone');
    const wish = rig.wishFor(lids);
    rig.peer.bytes = Buffer.from(lids).fill(7, 0, 10);
    await fails(wish, 'download', 'digest.wrong');
  });

  it('fails before it begins where the model is larger than the device takes', async () => {
    const wish = rig.wishFor(lids);
    const artifact = { ...wish.model.artifact, bytes: rig.mostBytes + 1 };
    await fails({ ...wish, model: { ...wish.model, artifact } }, 'accept', 'model.too-large');
  });

  it('fails once where the agent does not understand it, however often it looks', async () => {
    const wish = rig.wishFor(lids);
    const unknown = { ...wish, mode: 'teleport' };
    rig.wish(unknown);
    await rig.says(wish, 'failed');
    rig.wish(unknown);
    const next = rig.wishFor(caps);
    rig.wish(next);
    await rig.says(next, 'activated');
    expect(rig.states(wish)).toEqual(['failed']);
    expect(rig.last(wish)).toMatchObject({ step: 'accept', failure: { code: 'wish.unknown' } });
  });

  it('is rolled back where its score is too low: what judged before judges again', async () => {
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await judges('lids v1.0');
    await soak('grey');
    await rig.says(wish, 'rolled-back');
    expect(rig.last(wish)).toMatchObject({
      failure: { code: 'score.low' },
      restored: { name: 'before', version: 'v0.1' },
      results: 3,
    });
    expect(rig.judging).toBe('before v0.1');
  });

  it('counts a picture that the new model fails on as one of score 0, and what the old one still judges not at all', async () => {
    const wish = rig.wishFor(lids);
    const { current } = rig.now.models;
    rig.wish(wish);
    await judges('lids v1.0');
    const { models, deployer } = rig.now;
    if (current === undefined || models.current === undefined) throw new Error('no model');
    for (let frame = 0; frame < 5; frame++) deployer.failed(current);
    for (let frame = 0; frame < 3; frame++) deployer.failed(models.current);
    await rig.says(wish, 'rolled-back');
    expect(rig.last(wish)).toMatchObject({ results: 3, meanScore: 0 });
  });
});

describe('a newer wish', () => {
  it('takes the place of a deployment on its way, whose parts are removed', async () => {
    await rig.start();
    const late = rig.wishFor(lids, { jitterSeconds: 3600 });
    rig.wish(late);
    await rig.at('accepted');
    const next = rig.wishFor(caps);
    rig.wish(next);
    await rig.says(next, 'activated');
    expect(rig.last(late)).toEqual({ state: 'cancelled', running: null });
    expect(await stored()).toEqual([next.model.artifact.digest.slice(0, 8)]);
  });

  it('rolls back what was active and not confirmed, first', async () => {
    await rig.start();
    const good = await confirmed(lids, 'v1.0');
    const unsure = rig.wishFor(caps, { version: 'v1.1' });
    rig.wish(unsure);
    await rig.says(unsure, 'activated');
    const next = rig.wishFor(colourModel({ more: { note: 'next' } }), { version: 'v1.2' });
    rig.wish(next);
    await rig.says(next, 'activated');
    expect(rig.last(unsure)).toMatchObject({ state: 'cancelled', running: { version: 'v1.0' } });
    expect(rig.last(next)).toMatchObject({ previous: { digest: good.model.artifact.digest } });
  });

  it('that is older than the one before is none', async () => {
    await rig.start();
    const [newer, older] = [rig.wishFor(caps), rig.wishFor(lids)];
    rig.offerBytes(caps);
    rig.wish(newer, 7);
    rig.wish(older, 6);
    await rig.says(newer, 'activated');
    await rig.kill();
    await rig.start();
    rig.wish(older, 6);
    await judges('lids v1.0');
    await soak();
    await rig.says(newer, 'confirmed');
    expect(rig.states(older)).toEqual([]);
  });

  it('for nothing gives up what is not confirmed, and keeps what is', async () => {
    await rig.start();
    await confirmed(lids, 'v1.0');
    rig.wish(null);
    const unsure = rig.wishFor(caps, { version: 'v1.1' });
    rig.wish(unsure);
    await rig.says(unsure, 'activated');
    rig.wish(null);
    await rig.says(unsure, 'cancelled');
    expect(rig.judging).toBe('lids v1.0');
  });

  it('that was confirmed is brought back where it is gone, and nobody is told; where it is there nothing happens', async () => {
    await rig.start();
    const wish = await confirmed(lids, 'v1.0');
    const told = rig.reports.length;
    rig.wish({ ...wish, settled: true });
    await rig.stop();
    await rm(join(rig.root, 'deployment.json'));
    await rm(join(rig.root, 'deployed-models'), { recursive: true });
    await rig.start();
    rig.wish({ ...wish, settled: true });
    await judges('lids v1.0');
    await rig.stop();
    await rig.start();
    await judges('lids v1.0');
    expect(rig.reports).toHaveLength(told);
    expect(rig.now.deployments.store.state.open).toBeNull();
  });

  it('that is wished again in place of another that was confirmed meanwhile is told: the platform knows of neither', async () => {
    await rig.start();
    const first = await confirmed(lids, 'v1.0');
    const second = await confirmed(caps, 'v1.1');
    rig.offerBytes(lids);
    rig.wish({ ...first, settled: true });
    await rig.says(first, 'restored');
    await judges('lids v1.0');
    const { artifact } = second.model;
    expect(rig.last(first)).toMatchObject({ replaced: { version: 'v1.1', digest: artifact.digest } });
    await rig.stop();
    const told = rig.reports.length;
    await rig.start();
    rig.wish({ ...first, settled: true });
    await judges('lids v1.0');
    expect(rig.reports).toHaveLength(told);
  });

  it('that was confirmed and cannot come back is told, and tried again when that may have passed', async () => {
    await rig.start();
    const wish = { ...(await confirmed(lids, 'v1.0')), settled: true };
    await rig.stop();
    await rm(join(rig.root, 'deployment.json'));
    await rig.start();
    const { models } = rig.now;
    const stage = models.stage.bind(models);
    models.stage = () => Promise.reject(new Error('EMFILE: too many open files'));
    rig.wish(wish);
    await rig.says(wish, 'failed');
    const told = rig.reports.length;
    models.stage = stage;
    rig.wish(wish);
    expect([rig.judging, rig.now.deployments.store.state.open]).toEqual([undefined, null]);
    rig.time += 3_600_000;
    rig.wish(wish);
    await judges('lids v1.0');
    expect(rig.reports).toHaveLength(told);
  });

  it('that was confirmed is fetched again where its file is damaged', async () => {
    await rig.start();
    const wish = await confirmed(lids, 'v1.0');
    await rig.stop();
    await writeFile(join(rig.root, 'deployed-models', `${wish.model.artifact.digest}.onnx`), 'rust');
    await rig.start();
    await rig.now.models.check();
    expect([rig.judging, rig.now.models.fault?.type]).toEqual([undefined, 'model.unreadable']);
    rig.wish({ ...wish, settled: true });
    await judges('lids v1.0');
  });
});

describe('a request to stop', () => {
  it('is heeded before the model judges', async () => {
    await rig.start();
    const wish = rig.wishFor(lids, { jitterSeconds: 3600 });
    rig.wish(wish);
    await rig.at('accepted');
    rig.wish({ ...wish, cancel: 1 });
    await rig.says(wish, 'cancelled');
    rig.wish({ ...wish, cancel: 1 });
    expect(rig.states(wish)).toEqual(['accepted', 'cancelled']);
  });

  it('comes before the deployment itself: it is never begun', async () => {
    await rig.start();
    const wish = rig.wishFor(lids, { cancel: 1 });
    rig.wish(wish);
    await rig.says(wish, 'cancelled');
    expect(rig.states(wish)).toEqual(['cancelled']);
  });

  it('rolls back what is on trial', async () => {
    await inFolder(before);
    await rig.start();
    const wish = rig.wishFor(lids);
    rig.wish(wish);
    await rig.says(wish, 'activated');
    rig.wish({ ...wish, cancel: 1 });
    await rig.says(wish, 'cancelled');
    expect(rig.last(wish)).toMatchObject({ running: { name: 'before' } });
    expect(rig.judging).toBe('before v0.1');
  });

  it('is refused after the confirmation, once for each time that it is asked', async () => {
    await rig.start();
    const wish = await confirmed(lids, 'v1.0');
    rig.wish({ ...wish, cancel: 1 });
    await rig.says(wish, 'cancel-refused');
    rig.wish({ ...wish, cancel: 1 });
    rig.wish({ ...wish, cancel: 2 });
    await until('the second answer', () => rig.states(wish).length === installed.length + 3);
    expect(rig.last(wish)).toMatchObject({ state: 'cancel-refused', cancel: 2 });
    expect(rig.judging).toBe('lids v1.0');
  });
});
