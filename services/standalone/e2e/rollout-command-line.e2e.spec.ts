import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '@tutti/nats-server/testing';
import { colourModel, startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, devicesOf, password, signIn } from './client';
import { importModel } from './deployment.client';

let system: System;
let client: Client;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-plans-'));
  system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password } });
  client = await signIn(system.url);
});
afterAll(async () => {
  await system.dispose();
  await rm(folder, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly said: string;
}

const tutti = (...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const program = join(repositoryRoot(), 'infra/dev/tutti.mjs');
    const env = { ...process.env, TUTTI_URL: system.url, TUTTI_PASSWORD: password };
    execFile(process.execPath, [program, ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}`.trim() }),
    );
  });

it('a rollout is previewed, planned, started, waited for and looked at from the command line', async () => {
  const inferencing = async () => (await devicesOf(client))[0]?.runtime;
  await expect.poll(inferencing, { timeout: 90_000 }).toBe('inferencing');
  const { id: modelId } = await importModel(client, 'By hand', colourModel(5));
  const file = join(folder, 'plan.json');
  const confirmation = { results: 2, minutes: 10, floor: 0.5, whenSilent: 'roll-back' };
  const target = { kind: 'filter', filter: 'lifecycle==registered' };
  await writeFile(file, JSON.stringify({ name: 'By hand', modelId, target, confirmation }));
  // Deployments learn of the model by and by.
  await expect
    .poll(async () => (await tutti('rollouts', 'preview', file)).said, { timeout: 90_000 })
    .toContain('By hand 1');
  const { said: id } = await tutti('rollouts', 'plan', file);
  const waited = await tutti('rollouts', 'start', id, '--wait');
  expect(waited).toMatchObject({
    code: 0,
    said: expect.stringContaining('finished: 100 %, 1 of 1 succeeded') as string,
  });
  expect((await tutti('rollouts', 'list', '-q', 'status==finished')).said).toContain(id);
  expect((await tutti('rollouts', 'show', id)).said).toContain('By hand: finished');
  const shown = await tutti('deployments', 'list', '--json', '-q', `rolloutId==${id}`);
  const [deployment] = JSON.parse(shown.said) as { id: string }[];
  expect((await tutti('deployments', 'show', deployment?.id ?? '')).said).toMatch(/confirmed/);
});

it('what cannot be done is said in words, and fails', async () => {
  const missing = await tutti('rollouts', 'pause', '0198c0de-0000-7000-8000-000000000000');
  expect(missing).toMatchObject({ code: 1, said: expect.stringContaining('rollout.not-found') as string });
  const plan = join(folder, 'nonsense.json');
  await writeFile(plan, '{"name":""}');
  expect(await tutti('rollouts', 'plan', plan)).toMatchObject({
    code: 1,
    said: expect.stringMatching(/is no plan of a rollout:[^]*modelId/) as string,
  });
  const nobody = await tutti('rollouts', 'list', '--url', 'http://127.0.0.1:9');
  expect(nobody).toMatchObject({ code: 1, said: expect.stringContaining('Nothing answers') as string });
});
