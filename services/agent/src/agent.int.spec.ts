import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import { startTestNats, type TestNats } from '@tutti/testing';
import { pino } from 'pino';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningAgent, startAgent } from './agent';
import { type AgentConfig, loadConfig } from './config';
import { deviceJwt, enrolFolder } from './testing/enrolled-folder';
import { PlatformPeer, credentialsFor } from './testing/platform-peer';
import { received, receivedKeys } from './testing/received';
import { colourModel } from './testing/sample-model';
import { picture, writeSettled } from './testing/sample-picture';
import { until } from './testing/until';

const program = join(import.meta.dirname, '../../../infra/dev/agent.mjs');

let nats: TestNats;
let core: NatsConnection;
let peer: PlatformPeer;
let root: string;
let serial: string;
let count = 0;
const agents: RunningAgent[] = [];
const children: ChildProcess[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  core = await nats.connectAdmin();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-agent-'));
  serial = `SN-${count++}`;
  peer = await PlatformPeer.start();
  peer.issue = async (id, key) => credentialsFor(id, await deviceJwt(nats, id, key), nats.url);
  await mkdir(join(root, 'images'));
  await mkdir(join(root, 'models'));
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await peer.stop();
  await rm(root, { recursive: true, force: true });
});

const putModel = (version = 'v1.0', name = 'm.onnx'): Promise<void> =>
  writeSettled(join(root, 'models', name), colourModel({ version }));
async function putPictures(): Promise<void> {
  for (const colour of ['red', 'green', 'blue'])
    await writeSettled(join(root, 'images', `${colour}.png`), await picture(colour));
  await writeSettled(
    join(root, 'images', 'labels.csv'),
    'file,label\nred.png,red\ngreen.png,green\nblue.png,red\n',
  );
}

async function start(over: Partial<AgentConfig> = {}): Promise<RunningAgent> {
  const flags = {
    url: peer.url,
    serial,
    data: join(root, 'data'),
    images: join(root, 'images'),
    models: join(root, 'models'),
    port: 0,
    rate: 50,
    inferenceInterval: 0,
    checkModelInterval: 0.1,
  };
  const delays = { retry: [10, 50], poll: [10, 50], refused: [50, 50], look: 1000 } as const;
  const log = pino({ level: 'silent' });
  const agent = await startAgent(loadConfig({ ...flags, ...over }, {}), { log, identityDelays: delays });
  agents.push(agent);
  return agent;
}

describe('an agent', () => {
  it('enrols itself, judges the pictures of its folder and tells what it saw', async () => {
    await Promise.all([putModel(), putPictures()]);
    const agent = await start();
    await until(
      'results arrived',
      async () =>
        agent.state().connected && (await receivedKeys(core, agent.state().deviceId ?? '')).length >= 6,
    );
    const id = agent.state().deviceId ?? '';
    const results = (await received(core, id, 'inference')).flatMap(({ entries }) => entries);
    const of = (file: string) => results.find(({ inputFile }) => inputFile === file);
    expect(of('red.png')).toMatchObject({
      label: 'red',
      truth: 'red',
      model: { name: 'colours', version: 'v1.0' },
    });
    expect(of('blue.png')).toMatchObject({ label: 'blue', truth: 'red' });
    const shown = results.find(({ preview }) => preview !== undefined);
    await until('its preview arrived', () => peer.previews.has(shown?.preview ?? ''));
    const beats = (await received(core, id, 'heartbeat')).flatMap(({ entries }) => entries);
    expect(beats.at(-1)).toMatchObject({ agentVersion: '0.1.0', error: null, backlog: { dropped: 0 } });
    expect((await received(core, id, 'vitals')).length).toBeGreaterThan(0);
  });

  it('goes through no_stream, ready, inferencing and error, and says so at once', async () => {
    const agent = await start();
    const id = (): string => agent.state().deviceId ?? '';
    const said = async (runtime: string): Promise<void> =>
      until(`it said ${runtime}`, async () => {
        const batches = agent.state().connected ? await received(core, id(), 'heartbeat') : [];
        return batches.at(-1)?.entries.at(-1)?.runtime === runtime;
      });
    await said('no_stream');
    await putModel();
    await said('ready');
    await putPictures();
    await said('inferencing');
    await writeSettled(join(root, 'models', 'z.onnx'), 'broken');
    await said('error');
    const last = (await received(core, id(), 'heartbeat')).at(-1)?.entries.at(-1);
    expect(last?.error).toMatchObject({ type: 'model.unreadable' });
    expect(last?.model?.version).toBe('v1.0');
    await rm(join(root, 'models', 'z.onnx'));
    await said('inferencing');
  });

  it('tells of a picture that cannot be read once, and goes on', async () => {
    await Promise.all([putModel(), putPictures(), writeSettled(join(root, 'images', 'a.png'), 'no picture')]);
    const agent = await start();
    await until('several rounds', () => agent.state().results > 12);
    await until('all arrived', () => agent.state().connected && agent.state().journal.entries < 5);
    const failures = (await received(core, agent.state().deviceId ?? '', 'failure')).flatMap(
      ({ entries }) => entries,
    );
    expect(failures).toMatchObject([{ inputFile: 'a.png', type: 'image.unsupported-type' }]);
  });

  it('works with no network at all, and delivers when there is one', async () => {
    await Promise.all([putModel(), putPictures()]);
    const { url } = peer;
    await peer.stop();
    const first = await start({ url });
    await until('it works', () => first.state().results > 5);
    await first.stop();
    const kept = first.state().journal.entries;
    expect(kept).toBeGreaterThan(5);
    peer = await PlatformPeer.start();
    peer.issue = async (id, key) => credentialsFor(id, await deviceJwt(nats, id, key), nats.url);
    const second = await start();
    const journals = async (): Promise<Set<string>> =>
      new Set(
        (await received(core, second.state().deviceId ?? '', 'inference')).map(({ journal }) => journal),
      );
    await until('results of both lives arrived', async () => {
      const { connected, journal } = second.state();
      return connected && journal.entries < 5 && (await journals()).size === 2;
    });
  });

  it('keeps its results to itself when it is told to', async () => {
    await Promise.all([putModel(), putPictures()]);
    const agent = await start({ sendResults: false });
    await until('it works', () => agent.state().results > 5 && agent.state().connected);
    expect(agent.state().journal.entries).toBe(0);
    expect(peer.previews.size).toBe(0);
    await until(
      'it is seen',
      async () => (await received(core, agent.state().deviceId ?? '', 'heartbeat')).length > 0,
    );
    expect(await receivedKeys(core, agent.state().deviceId ?? '')).toEqual([]);
  });

  it('does not share its data folder', async () => {
    await start();
    await expect(start()).rejects.toThrow('Another agent uses');
  });
});

interface Child {
  readonly process: ChildProcess;
  readonly url: string;
  readonly lines: string[];
}

/** The program as people run it. */
async function run(data: string, args: readonly string[] = []): Promise<Child> {
  const flags = [
    '--data',
    data,
    '--models',
    join(root, 'models'),
    '--images',
    join(root, 'images'),
    '--port',
    '0',
  ];
  const process_ = spawn(
    process.execPath,
    // The agent itself, not somebody who looks after it: it is killed in the middle of its work.
    [program, '--supervised', 'no', ...flags, '--rate', '100', '--inference-interval', '0', ...args],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  children.push(process_);
  const lines: string[] = [];
  let rest = '';
  process_.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  const listening = (): string | undefined => /"url":"(http:[^"]+)"/.exec(lines.join('\n'))?.[1];
  await until('the agent listens', () => listening() !== undefined || process_.exitCode !== null, 60_000);
  return { process: process_, url: listening() ?? '', lines };
}

/** Sends pictures until the agent is gone; returns the keys of the results that it promised to have. */
async function sendPictures(url: string, promised: Set<string>): Promise<void> {
  const image = (await picture('green')).toString('base64');
  for (;;) {
    const answer = await fetch(`${url}/infer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ image }),
    }).catch(() => undefined);
    if (answer === undefined) return;
    const key = answer.headers.get('tutti-result');
    if (key !== null) promised.add(key);
    await answer.arrayBuffer().catch(() => undefined);
  }
}

describe('the agent as a program', () => {
  it('loses no result that it promised, however often it is killed in the middle of its work', async () => {
    await Promise.all([putModel(), putPictures()]);
    const data = join(root, 'data');
    const { deviceId } = await enrolFolder(nats, data, { url: peer.url, serial });
    const promised = new Set<string>();
    const args = ['--url', peer.url, '--serial', serial];
    for (let life = 1; life <= 3; life++) {
      const child = await run(data, args);
      const before = promised.size;
      const sending = [sendPictures(child.url, promised), sendPictures(child.url, promised)];
      await until('promises', () => promised.size > before + 30);
      child.process.kill('SIGKILL');
      await Promise.all([...sending, once(child.process, 'exit')]);
    }
    const last = await run(data, args);
    const missing = async (): Promise<string[]> => {
      const there = new Set(await receivedKeys(core, deviceId));
      return [...promised].filter((key) => !there.has(key));
    };
    await until('every promised result arrived', async () => (await missing()).length === 0);
    last.process.kill('SIGTERM');
    await once(last.process, 'exit');
    const batches = await received(core, deviceId, 'inference');
    const byKey = new Map<string, string>();
    for (const { journal, entries } of batches) {
      for (const entry of entries) {
        const key = `${journal}/${entry.seq}`;
        const content = JSON.stringify(entry);
        expect(byKey.get(key) ?? content, `two results under ${key}`).toBe(content);
        byKey.set(key, content);
      }
    }
    expect(promised.size).toBeGreaterThan(90);
  });

  it('goes on with the picture that it was sending when it was killed, and sends no byte twice', async () => {
    const size = 900;
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const content = await sharp({
      create: { width: size, height: size, channels: 3, background: 'red', noise },
    })
      .png()
      .toBuffer();
    await Promise.all([putModel(), writeSettled(join(root, 'images', 'large.png'), content)]);
    const data = join(root, 'data');
    await enrolFolder(nats, data, { url: peer.url, serial });
    const args = ['--url', peer.url, '--serial', serial, '--sample-threshold', '1'];
    const [reached, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    peer.frames.hold = { from: 1_000_000, reached: reached.resolve, until: release.promise };
    const child = await run(data, args);
    await reached.promise;
    child.process.kill('SIGKILL');
    await once(child.process, 'exit');
    const before = peer.frames.storedBytes;
    expect(before).toBeGreaterThanOrEqual(1_000_000);
    peer.frames.hold = undefined;
    release.resolve();
    await run(data, args);
    await until('the picture arrived', () => peer.frames.frames.size === 1);
    const [frame] = peer.frames.frames.values();
    expect(frame?.bytes.equals(content)).toBe(true);
    expect(frame?.about).toMatchObject({ reasons: ['threshold'], result: { inputFile: 'large.png' } });
    expect(peer.frames.storedBytes).toBe(content.length);
    expect(peer.calls.filter((call) => call === 'POST frame-uploads')).toHaveLength(1);
    await until('it is gone from the disk', async () => {
      const left = await readdir(join(data, 'frames'));
      return left.every((name) => !name.endsWith('.frame'));
    });
  });

  it('stops in good order on SIGTERM: everything is sent, the exit code is 0', async () => {
    await Promise.all([putModel(), putPictures()]);
    const data = join(root, 'data');
    const { deviceId } = await enrolFolder(nats, data, { url: peer.url, serial });
    const child = await run(data, ['--url', peer.url, '--serial', serial]);
    await until('results', async () => (await receivedKeys(core, deviceId)).length > 20);
    child.process.kill('SIGTERM');
    const [code] = (await once(child.process, 'exit')) as [number | null];
    expect(code).toBe(0);
    const seqs = (await receivedKeys(core, deviceId))
      .map((key) => Number(key.split('/')[1]))
      .sort((a, b) => a - b);
    expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    const again = await start({ images: join(root, 'none') });
    expect(again.state().journal).toMatchObject({ entries: 0, dropped: 0 });
  });

  it('stops when the program that started it is gone', async () => {
    await putModel();
    const child = spawn(
      process.execPath,
      [
        program,
        '--data',
        join(root, 'data'),
        '--models',
        join(root, 'models'),
        '--images',
        join(root, 'images'),
        '--port',
        '0',
      ],
      {
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    );
    children.push(child);
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    await until('it runs', () => output.includes('Model colours'), 60_000);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.each(['--port', '--grpc-port'])(
    'whose %s is taken says so in one line, and ends with 1',
    async (flag) => {
      await Promise.all([putModel(), putPictures()]);
      const taken = createServer().listen(0, '127.0.0.1');
      await once(taken, 'listening');
      const { port } = taken.address() as AddressInfo;
      const folders = [
        ...['--data', join(root, 'data')],
        ...['--models', join(root, 'models')],
        ...['--images', join(root, 'images')],
      ];
      const child = spawn(process.execPath, [program, ...folders, '--port', '0', flag, String(port)], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      children.push(child);
      let text = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      const [code] = (await once(child, 'close')) as [number | null];
      taken.close();
      expect(text.trim()).toMatch(new RegExp(`^[^\\n]*\\b${port}\\b[^\\n]*${flag}\\.$`));
      expect(code).toBe(1);
    },
  );

  it('tells what is wrong with its settings, and ends with 2', async () => {
    const child = spawn(
      process.execPath,
      [program, '--url', 'nowhere', '--images', 'x', '--models', 'y', '--host', '0.0.0.0'],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    children.push(child);
    let text = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(2);
    expect(text).toContain('TUTTI_URL');
    expect(text).toContain('AGENT_TOKEN');
  });
});
