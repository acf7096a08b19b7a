import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AgentConfig, loadConfig } from '../config';
import { ModelManager } from '../engine/model-manager';
import { Metrics } from '../metrics';
import type { Seen } from '../pipeline/recorder';
import { colourModel } from '../testing/sample-model';
import { picture, writeSettled } from '../testing/sample-picture';
import { decodeImage } from '@tutti/vision';
import { Sampler } from './sampler';
import { silentPolicy } from './settings';
import { ToldSettings } from './told-settings';

const log = pino({ level: 'silent' });
let root: string;
let models: ModelManager;
let now: number;
let metrics: Metrics;
let settings: ToldSettings;
const stop = new AbortController();

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-sampler-'));
  [now, metrics] = [Date.now(), new Metrics()];
  await writeSettled(join(root, 'm.onnx'), colourModel());
  const limits = { models: 1, bytes: 1e9 };
  models = new ModelManager({ folder: root, checkEveryMs: 1000, threads: 1, wanted: [], limits, log });
  void models.run(stop.signal);
  await models.available(stop.signal);
});
afterEach(async () => {
  await models.close();
  await rm(root, { recursive: true });
});

const open = async (flags: Partial<AgentConfig>, random?: () => number): Promise<Sampler | undefined> => {
  const config = loadConfig(flags, {});
  return Sampler.open({
    folder: root,
    config,
    settings: (settings = await ToldSettings.open(root, config)),
    metrics,
    now: () => now,
    sure: () => true,
    log,
    ...(random === undefined ? {} : { random }),
  });
};
let seq = 0;
async function judge(sampler: Sampler | undefined, colour: string, kept = true): Promise<Buffer> {
  const bytes = await picture(colour);
  const { active, prediction } = await models.predict(await decodeImage(bytes));
  const seen: Seen = { file: `${colour}.png`, at: now++, active, prediction, latencyMs: 1 };
  sampler?.consider(seen, bytes, Promise.resolve(kept ? { journal: 'j', seq: ++seq } : undefined));
  await sampler?.settled();
  return bytes;
}
const chosen = async (sampler: Sampler | undefined) =>
  sampler && Promise.all(sampler.spool.list().map((each) => sampler.spool.read(each)));
const counted = async (outcome: string): Promise<number | undefined> =>
  (await metrics.frames.get()).values.find(({ labels }) => labels['outcome'] === outcome)?.value;

describe('the sampler', () => {
  it('keeps a doubtful picture with its result and the reason, and lets a certain one be', async () => {
    const sampler = await open({ sampleThreshold: 0.9 });
    await judge(sampler, '#ff0000');
    const grey = await judge(sampler, '#808180');
    const [frame, ...others] = (await chosen(sampler)) ?? [];
    expect(others).toEqual([]);
    expect(frame?.bytes.equals(grey)).toBe(true);
    expect(frame?.about).toMatchObject({
      journal: 'j',
      type: 'image/png',
      reasons: ['threshold'],
      auditShare: 0,
      result: { seq, label: 'green', inputFile: '#808180.png', model: { name: 'colours' } },
    });
    expect(sampler?.stats()).toMatchObject({
      waiting: 1,
      dropped: 0,
      chosenToday: 1,
      bytesToday: grey.length,
    });
  });

  it('marks what was chosen at random, also where it is doubtful', async () => {
    const draws = [0.05, 0.5, 0.05];
    const sampler = await open({ sampleThreshold: 0.9, sampleAudit: 0.1 }, () => draws.shift() ?? 1);
    for (const colour of ['#ff0000', '#00ff00', '#808180']) await judge(sampler, colour);
    const reasons = (await chosen(sampler))?.map((frame) => [frame?.about.reasons, frame?.about.auditShare]);
    expect(reasons).toEqual([
      [['audit'], 0.1],
      [['threshold', 'audit'], 0.1],
    ]);
  });

  it('sends the same content once, also after a restart', async () => {
    const flags = { sampleThreshold: 0.9 };
    const first = await open(flags);
    for (let n = 0; n < 3; n++) await judge(first, '#808180');
    const again = await open(flags);
    await judge(again, '#808180');
    expect(again?.stats()).toMatchObject({ waiting: 1, chosenToday: 1 });
    expect(await counted('repeated')).toBe(3);
  });

  it('keeps to the day by count and by bytes, also over a restart', async () => {
    const flags = { sampleThreshold: 0.9, samplesPerDay: 2 };
    const first = await open(flags);
    for (const colour of ['#808080', '#818181', '#828282']) await judge(first, colour);
    await judge(await open(flags), '#838383');
    expect((await open(flags))?.stats()).toMatchObject({ waiting: 2, chosenToday: 2 });
    await judge(await open({ ...flags, samplesPerDay: 100, sampleMegabytesPerDay: 0.0001 }), '#848484');
    expect(await counted('capped')).toBe(3);
    now += 86_400_000;
    await judge(await open(flags), '#838383');
    expect((await open(flags))?.stats()).toMatchObject({ waiting: 3, chosenToday: 1 });
  });

  it('takes no picture whose result was not kept', async () => {
    const sampler = await open({ sampleThreshold: 0.9 });
    await judge(sampler, '#808180', false);
    expect(sampler?.stats()).toMatchObject({ waiting: 0, chosenToday: 0 });
  });

  it('is not there where the device keeps everything to itself', async () => {
    expect(await open({ sampling: 'never', sampleThreshold: 1 })).toBeUndefined();
    expect(await open({ sendResults: false, sampleThreshold: 1 })).toBeUndefined();
    expect((await open({}))?.chooses).toBe(false);
  });

  it('goes by what the operator set, at once and after a restart without a network; never beyond `never`', async () => {
    const told = { incarnation: 'log', position: 7 };
    const policy = { ...silentPolicy, threshold: 0.9 };
    const sampler = await open({});
    await judge(sampler, '#808180');
    await settings.take({ ...told, settings: { sampling: policy, warningScore: null } });
    await judge(sampler, '#818281');
    const again = await open({ sampleThreshold: 0.1 });
    expect([settings.position, settings.sampling]).toEqual([7, { source: 'server', policy }]);
    await judge(again, '#828382');
    expect(again?.stats()).toMatchObject({ waiting: 2 });
    expect(await open({ sampling: 'never' })).toBeUndefined();
    // What was chosen before is gone.
    expect(await readdir(root)).not.toContain('frames');
    expect(settings.sampling).toEqual({ source: 'never', policy: silentPolicy });
    await open({ sampleThreshold: 0.1 });
    await settings.take({ ...told, position: 8, settings: { sampling: null, warningScore: null } });
    expect(settings.sampling).toMatchObject({ source: 'device', policy: { threshold: 0.1 } });
    await expect(settings.take({ position: 9 })).rejects.toThrow();
    expect(settings.position).toBe(8);
  });

  it('a disk that does not want it costs the picture, is counted, and nothing else', async () => {
    const sampler = await open({ sampleThreshold: 0.9 });
    await rm(join(root, 'frames'), { recursive: true });
    await writeFile(join(root, 'frames'), 'in the way');
    await judge(sampler, '#808180');
    expect(sampler?.stats()).toMatchObject({ waiting: 0, dropped: 1 });
    expect(await counted('failed')).toBe(1);
    expect(await readFile(join(root, 'frames'), 'utf8')).toBe('in the way');
  });
});
