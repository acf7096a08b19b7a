import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, Item } from '@tutti/contracts/datasets';
import type { Stream } from '@tutti/contracts/training';
import { startSystem, type System } from '@tutti/testing';
import { encodeModel, model, node, valueInfo } from '@tutti/vision';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { password, signIn, type Client } from './client';
import { modelsOf, requestRun, untilRun } from './training.client';

const colours = { red: '#c02020', green: '#20a040', blue: '#3040c0' };
const names = Object.keys(colours);

/** Tells which colour a picture has most of. */
const colourModel = (): Uint8Array =>
  encodeModel(
    model({
      name: 'colours',
      nodes: [
        node('Cast', ['image'], ['floats'], { to: 1n }),
        node('ReduceMean', ['floats'], ['mean'], { axes: [1n, 2n], keepdims: 0n }),
        node('Softmax', ['mean'], ['probabilities'], { axis: 1n }),
      ],
      initializers: [],
      inputs: [valueInfo('image', 'uint8', ['N', 8, 8, 3])],
      outputs: [valueInfo('probabilities', 'float32', ['N', 3])],
      metadata: { task: 'classification', labels: JSON.stringify(names) },
    }),
  );

let system: System;
let client: Client;
let dir: string;
let trainer: ChildProcess | undefined;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-foreign-'));
  // Its start writes the trainers' credentials.
  system = await startSystem({
    trainer: true,
    args: ['--no-agent'],
    env: { TUTTI_ADMIN_PASSWORD: password },
  });
  client = await signIn(system.url);
});
afterAll(async () => {
  if (trainer?.exitCode === null) {
    trainer.kill('SIGTERM');
    await once(trainer, 'exit');
  }
  await system.dispose();
  await rm(dir, { recursive: true, force: true });
});

/** Of the last command: whoever answers next has seen it. */
let position = '0';

/** As JSON; must succeed. */
const ask = async <Body>(method: string, path: string, body: unknown, headers = {}): Promise<Body> => {
  const answer = await client.send(method, path, body, { ...headers, 'tutti-position': position });
  position = answer.headers.get('tutti-position') ?? position;
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Body;
};

const addPicture = async (datasetId: string, classKey: string, background: string): Promise<void> => {
  const bytes = await sharp({ create: { width: 32, height: 32, channels: 3, background } })
    .png()
    .toBuffer();
  const added = await fetch(`${client.url}/api/v1/datasets/${datasetId}/items`, {
    method: 'POST',
    headers: {
      authorization: client.authorization,
      'content-type': 'image/png',
      'tutti-position': position,
    },
    body: new Uint8Array(bytes),
  });
  expect(added.status).toBe(201);
  position = added.headers.get('tutti-position') ?? position;
  const { id } = (await added.json()) as Item;
  await ask('PUT', `items/${id}/label`, { label: { classKey } }, { 'if-match': '"1"' });
};

const startTrainer = async (kind: string): Promise<void> => {
  await writeFile(join(dir, 'model.onnx'), colourModel());
  const port = (await readFile(join(system.data, 'nats-port'), 'utf8')).trim();
  const creds = join(system.data, 'services', 'trainer', 'creds', 'trainer.creds');
  const program = join(import.meta.dirname, 'foreign-trainer.mjs');
  const args = [system.url, `nats://127.0.0.1:${port}`, creds, kind, join(dir, 'model.onnx')];
  trainer = spawn(process.execPath, [program, ...args, JSON.stringify(names)], { stdio: 'inherit' });
};

it('a trainer that knows the protocol’s document alone trains a stream on a dataset', async () => {
  const manifest = {
    ...{ name: 'Colours', description: '', task: 'image-classification', dataType: 'image' },
    ...{ trainer: 'foreign', labelling: true, sample: null, gate: { metric: 'accuracy' } },
    parameters: { type: 'object', properties: {} },
  };
  await ask('POST', 'solutions', { key: 'colours', manifest });
  const classes = names.map((name) => ({ name }));
  const task = 'image-classification';
  const dataset = await ask<Dataset>('POST', 'datasets', { name: 'Colours', task, classes });
  for (const [name, hex] of Object.entries(colours))
    for (let shade = 0; shade < 5; shade++) await addPicture(dataset.id, name, `${hex.slice(0, -1)}${shade}`);
  const datasets = [dataset.id];
  const stream = await ask<Stream>('POST', 'streams', {
    name: 'Colours',
    solution: { key: 'colours' },
    datasets,
  });
  const run = await requestRun(client, stream.id, {});
  await untilRun(client, run.id, ['queued']);
  await startTrainer('foreign');
  const ended = await untilRun(client, run.id, ['succeeded', 'failed', 'cancelled']);
  expect(ended).toMatchObject({
    state: 'succeeded',
    failure: null,
    worker: 'foreign-trainer.mjs',
    steps: [
      { name: 'load', state: 'finished' },
      { name: 'train', state: 'finished' },
    ],
    metrics: { accuracy: 0.5 },
  });
  await expect
    .poll(() => modelsOf(client, stream.id), { timeout: 30_000 })
    .toMatchObject([
      { modelVersion: 'v1.0', labels: names.map((name) => ({ name })), data: [{ datasetId: dataset.id }] },
    ]);
});
