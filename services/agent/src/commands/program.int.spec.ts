import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { sha256 } from '../testing/device-signatures';
import { deviceJwt, enrolFolder } from '../testing/enrolled-folder';
import { credentialsFor, PlatformPeer } from '../testing/platform-peer';
import { colourModel } from '../testing/sample-model';
import { picture, writeSettled } from '../testing/sample-picture';
import { command, Twin } from '../testing/twin';
import { until } from '../testing/until';

const program = join(import.meta.dirname, '../../../../infra/dev/agent.mjs');

let nats: TestNats;
let core: NatsConnection;
let peer: PlatformPeer;
let root: string;
let twin: Twin;
let count = 0;
const children: ChildProcess[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  core = await nats.connectAdmin();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-program-'));
  peer = await PlatformPeer.start();
  peer.issue = async (id, key) => credentialsFor(id, await deviceJwt(nats, id, key), nats.url);
  await Promise.all([mkdir(join(root, 'models')), mkdir(join(root, 'images'))]);
  await writeSettled(join(root, 'models', 'm.onnx'), colourModel());
  const { deviceId } = await enrolFolder(nats, join(root, 'data'), { url: peer.url, serial: `P-${count}` });
  twin = new Twin(core, deviceId);
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  await peer.stop();
  await rm(root, { recursive: true, force: true });
  count++;
});

const run = (flags: readonly string[] = []): ChildProcess => {
  const folders = ['data', 'models', 'images'].flatMap((name) => [`--${name}`, join(root, name)]);
  const args = [program, '--url', peer.url, '--serial', `P-${count}`, '--port', '0', ...folders, ...flags];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  children.push(child);
  return child;
};
const says = (id: string, state: string): Promise<void> =>
  until(`it says ${state}`, async () => (await twin.states(id)).includes(state), 60_000);

it('a command in the middle of which the agent is killed is reported as interrupted, and never run again', async () => {
  const bytes = await picture('red');
  const infer = command({
    kind: 'infer',
    picture: { sha256: sha256(bytes), size: bytes.length, type: 'image/png' },
  });
  peer.pictures.set(infer.id, new Promise<Buffer>(() => undefined));
  await twin.wish([infer]);
  const first = run(['--supervised', 'no']);
  await says(infer.id, 'running');
  first.kill('SIGKILL');
  await once(first, 'exit');
  peer.pictures.set(infer.id, bytes);
  const marker = command({ kind: 'reload-model' });
  await twin.wish([infer, marker]);
  run(['--supervised', 'no']);
  await says(marker.id, 'succeeded');
  // What the first life sent may come again: the journal forgets only what it knows to be acknowledged.
  expect([...new Set(await twin.states(infer.id))]).toEqual(['accepted', 'running', 'failed']);
  expect((await twin.reports(infer.id)).at(-1)).toMatchObject({ failure: { code: 'interrupted' } });
  expect(peer.calls.filter((call) => call.endsWith('/picture'))).toHaveLength(1);
});

it('an agent that is told to start again does, and comes back with a newer start', async () => {
  const restart = command({ kind: 'restart-agent' });
  const supervisor = run();
  await twin.wish([restart]);
  await says(restart.id, 'succeeded');
  const told = (await twin.reports(restart.id)).at(-1);
  const result =
    told?.state === 'succeeded' && told.result.kind === 'restart-agent' ? told.result : undefined;
  expect(Date.parse(result?.startedAt ?? '')).toBeGreaterThan(Date.parse(result?.previousStartedAt ?? ''));
  expect(supervisor.exitCode).toBeNull();
  supervisor.kill('SIGTERM');
  expect(await once(supervisor, 'exit')).toEqual([0, null]);
});
