import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import type { TwinWish } from '@tutti/contracts/deployment';
import { publicKeyOf } from '@tutti/model-signature';
import { type TestNats, startTestNats } from '@tutti/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type RunningAgent, startAgent } from '../agent';
import { loadConfig } from '../config';
import { ArtifactPeer, silentAfter } from '../testing/artifact-peer';
import { signedBy, signingKey, wishFor } from '../testing/deployable';
import { deviceJwt, enrolFolder } from '../testing/enrolled-folder';
import { PlatformPeer, credentialsFor } from '../testing/platform-peer';
import { received } from '../testing/received';
import { colourModel } from '../testing/sample-model';
import { picture, writeSettled } from '../testing/sample-picture';
import { Twin } from '../testing/twin';
import { until } from '../testing/until';

const program = join(import.meta.dirname, '../../../../infra/dev/agent.mjs');
const lids = colourModel({ more: { note: 'lids' } });
const steps = ['accepted', 'downloaded', 'verified', 'warmed-up', 'activated', 'confirmed'];

let nats: TestNats;
let core: NatsConnection;
let peer: PlatformPeer;
let root: string;
let deviceId: string;
let twin: Twin;
let count = 0;
const agents: RunningAgent[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  core = await nats.connectAdmin();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-deploying-'));
  peer = await PlatformPeer.start();
  peer.artifacts = new ArtifactPeer(Buffer.from(lids));
  peer.artifacts.bundle = signedBy(signingKey, lids);
  await Promise.all([mkdir(join(root, 'models')), mkdir(join(root, 'images'))]);
  for (const colour of ['red', 'green', 'blue'])
    await writeSettled(join(root, 'images', `${colour}.png`), await picture(colour));
  // Enrolled by a platform that did not name who signs models yet: the device asks for newer credentials.
  const enrolled = await enrolFolder(nats, join(root, 'data'), { url: peer.url, serial: `D-${++count}` });
  peer.issue = async (id) => ({
    ...credentialsFor(id, await deviceJwt(nats, id, enrolled.key.getPublicKey()), nats.url),
    modelSigners: [publicKeyOf(signingKey)],
  });
  deviceId = enrolled.deviceId;
  twin = new Twin(core, deviceId);
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await peer.stop();
  await rm(root, { recursive: true, force: true });
});

const folders = (): Record<'data' | 'models' | 'images', string> => ({
  data: join(root, 'data'),
  models: join(root, 'models'),
  images: join(root, 'images'),
});
const states = async ({ deploymentId }: TwinWish): Promise<string[]> =>
  (await twin.deploymentReports(deploymentId)).map(({ state }) => state);
const says = (wish: TwinWish, state: string): Promise<void> =>
  until(`it says ${state}`, async () => (await states(wish)).at(-1) === state, 40_000);
const askedForBytes = (): Promise<void> =>
  until('it asked for bytes', () => peer.artifacts?.ranges.length === 1);

it('a device runs what its twin wishes, and no picture is lost while one model takes over from the other', async () => {
  await writeSettled(join(root, 'models', 'm.onnx'), colourModel());
  const flags = { url: peer.url, serial: `D-${count}`, port: 0, rate: 200, inferenceInterval: 0 };
  const agent = await startAgent(loadConfig({ ...flags, ...folders() }, {}), {
    log: pino({ level: 'silent' }),
  });
  agents.push(agent);
  await until('it works', () => agent.state().results > 20);
  const wish = wishFor(lids, {
    confirmation: { results: 50, minutes: 60, floor: 0.5, whenSilent: 'roll-back' },
  });
  await twin.deploy(wish);
  await says(wish, 'confirmed');
  expect(await states(wish)).toEqual(steps);
  await agent.stop();
  const results = (await received(core, deviceId, 'inference')).flatMap(({ entries }) => entries);
  const by = (version: string): number => results.filter(({ model }) => model.version === version).length;
  expect(by('v1.0')).toBeGreaterThan(20);
  expect(by('v1.1')).toBeGreaterThanOrEqual(50);
  const models = results.sort((a, b) => a.seq - b.seq).map(({ model }) => model.version);
  expect(models.indexOf('v1.1')).toBe(models.lastIndexOf('v1.0') + 1);
  expect(results.length).toBe(agent.state().results - agent.state().journal.entries);
  expect(await received(core, deviceId, 'failure')).toEqual([]);
  const beat = (await received(core, deviceId, 'heartbeat')).at(-1)?.entries.at(-1);
  expect(beat?.model).toMatchObject({ name: 'lids', version: 'v1.1', digest: wish.model.artifact.digest });
});

it('a device without a model says that it deploys, until it judges (5.1)', async () => {
  peer.artifacts?.mischief.push(silentAfter(10));
  const flags = { url: peer.url, serial: `D-${count}`, port: 0 };
  const agent = await startAgent(loadConfig({ ...flags, ...folders() }, {}), {
    log: pino({ level: 'silent' }),
  });
  agents.push(agent);
  const said = async (runtime: string): Promise<void> =>
    until(`it said ${runtime}`, async () =>
      (await received(core, deviceId, 'heartbeat')).some(
        ({ entries }) => entries.at(-1)?.runtime === runtime,
      ),
    );
  await said('no_stream');
  const wish = wishFor(lids);
  await twin.deploy(wish);
  await said('deploying');
  await askedForBytes();
  await twin.deploy({ ...wish, cancel: 1 });
  await says(wish, 'cancelled');
  const again = wishFor(lids);
  await twin.deploy(again);
  await said('inferencing');
});

const run = (): ChildProcess => {
  const places = Object.entries(folders()).flatMap(([name, path]) => [`--${name}`, path]);
  const flags = ['--url', peer.url, '--serial', `D-${count}`, '--port', '0', '--rate', '20'];
  const args = [program, '--supervised', 'no', ...flags, '--inference-interval', '0', ...places];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
};
const kill = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGKILL');
  await once(child, 'exit');
};
const reaches = (stage: string): Promise<void> =>
  until(
    `it is ${stage}`,
    async () => {
      const text = await readFile(join(root, 'data', 'deployment.json'), 'utf8').catch(() => '{}');
      return (JSON.parse(text) as { open?: { stage: string } | null }).open?.stage === stage;
    },
    60_000,
  );

it('an agent that is killed while it downloads and while it soaks ends with the model confirmed (kill -9)', async () => {
  const wish = wishFor(lids, {
    confirmation: { results: 60, minutes: 60, floor: 0.5, whenSilent: 'roll-back' },
  });
  peer.artifacts?.mischief.push(silentAfter(100));
  await twin.deploy(wish);
  const first = run();
  await reaches('downloading');
  await askedForBytes();
  await kill(first);
  const second = run();
  await reaches('soaking');
  await kill(second);
  run();
  await says(wish, 'confirmed');
  // What the journal had sent when it was killed may come again.
  expect([...new Set(await states(wish))]).toEqual(steps);
});
