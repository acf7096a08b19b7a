import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { password, signIn, type Client } from './client';
import { hasInEnvironment, processesWith } from './processes';
import {
  createStream,
  eventsOf,
  modelsOf,
  requestRun,
  runOf,
  untilAtStep,
  untilRun,
} from './training.client';

/** A training takes seconds, or minutes on a machine that is busy; a trainer counts as dead after 30 s. */
vi.setConfig({ testTimeout: 300_000 });

const sample = { kind: 'sample', name: 'digits' } as const;

let system: System;
let client: Client;
let data: string;
const start = async (): Promise<void> => {
  const env = { TUTTI_ADMIN_PASSWORD: password };
  system = await startSystem({ data, trainer: true, args: ['--no-agent'], env });
  client = await signIn(system.url);
};
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'tutti-training-'));
  await start();
});
afterAll(async () => {
  await system.dispose();
  await rm(data, { recursive: true, force: true });
});

/** Of the trainers that this system has started. */
const trainers = (): readonly number[] =>
  processesWith('trainer/main').filter((pid) => hasInEnvironment(pid, `TRAINER_DATA_DIR=${system.data}/`));

it('a trainer beside the system trains on the data that a solution brings', async () => {
  const stream = await createStream(client, 'Digits', 'image-classification');
  const run = await requestRun(client, stream.id, { source: sample });
  const ended = await untilRun(client, run.id, ['succeeded', 'failed']);
  expect(ended).toMatchObject({ state: 'succeeded', attempt: 1, failure: null });
  await expect.poll(async () => (await modelsOf(client, stream.id)).length).toBe(1);
  expect(ended.metrics?.accuracy).toBeGreaterThan(0.8);
});

/** Each takes the half minute after which a silent trainer counts as dead: EVERY_STEP=1 tries them all. */
const steps =
  process.env['EVERY_STEP'] === '1' ? ['check', 'features', 'train', 'evaluate', 'export'] : ['features'];

it.each(steps)(
  'given everything is killed at step %s, when it is started again, then the run goes on to its one result',
  async (step) => {
    const stream = await createStream(client, `Power cut at ${step}`, 'image-classification');
    const run = await requestRun(client, stream.id, { source: sample, seed: 3 });
    await untilAtStep(client, run.id, step);
    await system.kill9();
    await expect.poll(trainers, { timeout: 30_000 }).toEqual([]);
    await start();
    const ended = await untilRun(client, run.id, ['succeeded', 'failed']);
    expect(ended).toMatchObject({ state: 'succeeded', attempt: 2 });
    await expect.poll(async () => (await modelsOf(client, stream.id)).length).toBe(1);
    const events = await eventsOf(client, run.id);
    expect(events.filter((type) => type === 'RunSucceeded')).toHaveLength(1);
  },
);

it.each(steps)(
  'given the trainer is killed at step %s, then it or another takes over, and there is one result',
  async (step) => {
    const stream = await createStream(client, `Killed at ${step}`, 'image-classification');
    const run = await requestRun(client, stream.id, { source: sample, seed: 2 });
    await untilAtStep(client, run.id, step);
    const [before] = trainers();
    if (before === undefined) throw new Error('There is no trainer.');
    process.kill(before, 'SIGKILL');
    const ended = await untilRun(client, run.id, ['succeeded', 'failed']);
    expect(ended).toMatchObject({ state: 'succeeded', attempt: 2 });
    expect(trainers()).not.toContain(before);
    await expect.poll(async () => (await modelsOf(client, stream.id)).length).toBe(1);
    const events = await eventsOf(client, run.id);
    expect(events.filter((type) => type === 'RunSucceeded')).toHaveLength(1);
    expect((await runOf(client, run.id)).modelId).not.toBeNull();
  },
);
