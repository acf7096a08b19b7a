import type { Dataset } from '@tutti/contracts/datasets';
import type { Model, RunLog, Stream } from '@tutti/contracts/training';
import { startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { password, signIn, type Client } from './client';
import { importPictures, post } from './dataset.client';
import { digits } from './digits';
import { eventsOf, modelsOf, requestRun, runOf, untilRun } from './training.client';

const ten = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

let system: System;
let client: Client;
beforeAll(async () => {
  system = await startSystem({
    trainer: true,
    args: ['--no-agent'],
    env: { TUTTI_ADMIN_PASSWORD: password },
  });
  client = await signIn(system.url);
});
afterAll(() => system.dispose());

/** A dataset with handwritten digits of some classes, and a stream that trains on it. */
const streamOn = async (name: string, shown: readonly string[], each: number): Promise<Stream> => {
  const classes = ten.map((digit) => ({ name: digit }));
  const dataset = await post<Dataset>(client, 'datasets', { name, task: 'image-classification', classes });
  if (shown.length > 0) await importPictures(client, dataset.id, digits(shown, each));
  const stream = { name, solution: { key: 'image-classification' }, datasets: [dataset.id] };
  return post<Stream>(client, 'streams', { ...stream, parameters: { inputSize: 96 } });
};

it('the whole loop: pictures become a dataset, a stream, a run, a model that can be compared with the next (S0-53)', async () => {
  const stream = await streamOn('Digits', ten, 60);
  const first = await requestRun(client, stream.id, {});
  const ended = await untilRun(client, first.id, ['succeeded', 'failed']);
  expect(ended).toMatchObject({ state: 'succeeded', failure: null, waitingFor: null, baseline: null });
  expect(ended.metrics?.accuracy).toBeGreaterThan(0.8);
  expect(ended.steps.every(({ state }) => state === 'finished' || state === 'skipped')).toBe(true);
  const { lines } = await client.get<RunLog>(`runs/${first.id}/log`);
  expect(lines.length).toBeGreaterThan(0);
  expect(await eventsOf(client, first.id)).toEqual(
    expect.arrayContaining(['DatasetVersionProvided', 'RunDataFrozen', 'RunQueued', 'RunSucceeded']),
  );
  await expect
    .poll(async () => (await modelsOf(client, stream.id)).map(({ signed }) => signed !== null))
    .toEqual([true]);

  const second = await requestRun(client, stream.id, { seed: 2, parameters: { inputSize: 128 } });
  const compared = await untilRun(client, second.id, ['succeeded', 'failed']);
  expect(compared.baseline?.accuracy).toBeGreaterThan(0.8);
  await expect
    .poll(async () => (await modelsOf(client, stream.id)).map(({ modelVersion }) => modelVersion).sort())
    .toEqual(['v1.0', 'v1.1']);
  const model = await client.get<Model>(`models/${compared.modelId ?? ''}`);
  expect(model).toMatchObject({ modelVersion: 'v1.1', baseline: { modelId: ended.modelId } });
});

it('a dataset that nothing can be learned from fails its run, and says why', async () => {
  const one = await streamOn('One class', ['7'], 30);
  const run = await requestRun(client, one.id, {});
  const failed = await untilRun(client, run.id, ['succeeded', 'failed']);
  expect(failed).toMatchObject({ state: 'failed', failure: { code: 'training.one-class' } });
  const none = await streamOn('Nothing', [], 0);
  const empty = await untilRun(client, (await requestRun(client, none.id, {})).id, ['succeeded', 'failed']);
  expect(empty).toMatchObject({
    state: 'failed',
    failure: { code: 'dataset-version.nothing-labelled', step: null },
  });
});

it('a run that is cancelled in the middle is over at once, and its trainer is free for the next', async () => {
  const stream = await streamOn('Cancelled', ten, 40);
  const source = { kind: 'sample', name: 'digits' } as const;
  const run = await requestRun(client, stream.id, { source });
  await untilRun(client, run.id, ['running']);
  const answer = await client.send('POST', `runs/${run.id}/cancel`, { reason: 'Wrong sample' });
  expect(await answer.json()).toMatchObject({ state: 'cancelled' });
  const next = await requestRun(client, stream.id, {});
  expect(await untilRun(client, next.id, ['succeeded', 'failed'])).toMatchObject({ state: 'succeeded' });
  expect(await runOf(client, run.id)).toMatchObject({ state: 'cancelled', modelId: null });
});
