import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import { startTestNats, type TestNats } from '@tutti/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startAgent, type RunningAgent } from '../agent';
import { loadConfig } from '../config';
import { createLog } from '../log';
import { sha256 } from '../testing/device-signatures';
import { deviceJwt, enrolFolder } from '../testing/enrolled-folder';
import { credentialsFor, PlatformPeer } from '../testing/platform-peer';
import { receivedKeys } from '../testing/received';
import { colourModel } from '../testing/sample-model';
import { picture, writeSettled } from '../testing/sample-picture';
import { command, Twin } from '../testing/twin';
import { until } from '../testing/until';
import { LogTail } from './log-tail';

let nats: TestNats;
let core: NatsConnection;
let peer: PlatformPeer;
let root: string;
let serial: string;
let deviceId: string;
let twin: Twin;
let count = 0;
const agents: RunningAgent[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  core = await nats.connectAdmin();
});
afterAll(() => nats.stop());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-commands-'));
  serial = `SN-${count++}`;
  peer = await PlatformPeer.start();
  peer.issue = async (id, key) => credentialsFor(id, await deviceJwt(nats, id, key), nats.url);
  await mkdir(join(root, 'models'));
  await writeSettled(join(root, 'models', 'm.onnx'), colourModel());
  ({ deviceId } = await enrolFolder(nats, join(root, 'data'), { url: peer.url, serial }));
  twin = new Twin(core, deviceId);
});
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.stop();
  await peer.stop();
  await rm(root, { recursive: true, force: true });
});

async function start({ supervised = false, tail = new LogTail() } = {}): Promise<RunningAgent> {
  const flags = {
    url: peer.url,
    serial,
    data: join(root, 'data'),
    port: 0,
    supervised,
    token: 'enrol-s3cr3t',
  };
  const folders = { images: join(root, 'images'), models: join(root, 'models') };
  const log = createLog('info', false, tail, pino.destination('/dev/null'));
  const agent = await startAgent(loadConfig({ ...flags, ...folders }, {}), { log, tail });
  agents.push(agent);
  await until('a model', () => agent.state().runtime !== 'no_stream');
  return agent;
}

const infer = async (colour: string) => {
  const bytes = await picture(colour);
  const wish = command({
    kind: 'infer',
    picture: { sha256: sha256(bytes), size: bytes.length, type: 'image/png' },
  });
  return { bytes, wish };
};
const says = (id: string, ...states: string[]): Promise<void> =>
  until(`it says ${states.join(', ')}`, async () => (await twin.states(id)).join() === states.join());
const ends = (id: string, state: string): Promise<void> =>
  until(`it ${state}`, async () => (await twin.states(id)).at(-1) === state);

describe('a device that is told to', () => {
  it('judge a picture says what its model sees (S2-5); it is no result of its own', async () => {
    const { bytes, wish } = await infer('red');
    peer.pictures.set(wish.id, bytes);
    await start();
    await twin.wish([wish]);
    await says(wish.id, 'accepted', 'running', 'running', 'succeeded');
    expect((await twin.reports(wish.id)).at(-1)).toMatchObject({
      result: { kind: 'infer', label: 'red', model: { name: 'colours', version: 'v1.0' } },
    });
    expect(await receivedKeys(core, deviceId)).toEqual([]);
  });

  it('judge a picture that is another one refuses', async () => {
    const { wish } = await infer('red');
    peer.pictures.set(wish.id, (await infer('blue')).bytes);
    const broken = command({
      kind: 'infer',
      picture: { sha256: sha256(Buffer.from('x')), size: 1, type: 'image/png' },
    });
    peer.pictures.set(broken.id, Buffer.from('x'));
    await start();
    await twin.wish([wish, broken]);
    await ends(broken.id, 'failed');
    const codes = await Promise.all([wish, broken].map(async ({ id }) => (await twin.reports(id)).at(-1)));
    expect(codes).toMatchObject([
      { failure: { code: 'picture.damaged' } },
      { failure: { code: 'image.unsupported-type' } },
    ]);
  });

  it('send its log sends the newest lines, without what is secret', async () => {
    const tail = new LogTail();
    const wish = command({ kind: 'collect-logs', lines: 100 });
    await start({ tail });
    tail.push('{"msg":"the token is enrol-s3cr3t"}');
    await twin.wish([wish]);
    await ends(wish.id, 'succeeded');
    const sent = peer.logs.get(wish.id)?.toString() ?? '';
    expect(sent).toContain('Model colours v1.0 loaded');
    expect(sent).toContain('the token is <hidden>');
    expect(sent).not.toContain('s3cr3t');
    expect((await twin.reports(wish.id)).at(-1)).toMatchObject({
      result: { sha256: sha256(Buffer.from(sent)), lines: sent.trimEnd().split('\n').length },
    });
  });

  it('load its model again does, and says why it cannot', async () => {
    const [first, second] = [command({ kind: 'reload-model' }), command({ kind: 'reload-model' })];
    await start();
    await twin.wish([first]);
    await ends(first.id, 'succeeded');
    await rm(join(root, 'models', 'm.onnx'));
    await twin.wish([second]);
    await ends(second.id, 'failed');
    expect((await twin.reports(second.id)).at(-1)).toMatchObject({ failure: { code: 'model.missing' } });
  });

  it('do what it does not know says so', async () => {
    const id = randomUUID();
    await start();
    await twin.wish([{ ...command({ kind: 'reload-model' }), id, order: { kind: 'dance' } }]);
    await says(id, 'failed');
    expect(await twin.reports(id)).toMatchObject([{ failure: { code: 'command.unknown' } }]);
  });

  it('start again refuses where nobody would start it, and else asks to be', async () => {
    const [alone, looked] = [command({ kind: 'restart-agent' }), command({ kind: 'restart-agent' })];
    const first = await start();
    await twin.wish([alone]);
    await ends(alone.id, 'failed');
    expect((await twin.reports(alone.id)).at(-1)).toMatchObject({
      failure: { code: 'agent.not-supervised' },
    });
    await first.stop();
    const second = await start({ supervised: true });
    await twin.wish([alone, looked]);
    await second.restartAsked;
    await twin.wish([{ ...looked, cancel: 1 }]);
    await says(looked.id, 'accepted', 'cancel-refused');
    await second.stop();
    await start({ supervised: true });
    await ends(looked.id, 'succeeded');
    const told = (await twin.reports(looked.id)).at(-1);
    const result =
      told?.state === 'succeeded' && told.result.kind === 'restart-agent' ? told.result : undefined;
    expect(Date.parse(result?.startedAt ?? '')).toBeGreaterThan(Date.parse(result?.previousStartedAt ?? ''));
  });
});

describe('a command', () => {
  it('that was waiting is done when the device is back, once, however often it starts and looks', async () => {
    const wish = command({ kind: 'reload-model' });
    await twin.wish([wish], false);
    for (let life = 1; life <= 3; life++) {
      const agent = await start();
      await ends(wish.id, 'succeeded');
      await twin.wish([wish]);
      const marker = command({ kind: 'reload-model' });
      await twin.wish([wish, marker]);
      await ends(marker.id, 'succeeded');
      await agent.stop();
    }
    expect(await twin.states(wish.id)).toEqual(['accepted', 'succeeded']);
  });

  it('that is over its deadline is left alone', async () => {
    const late = command({ kind: 'reload-model' }, { deadline: new Date(Date.now() - 1).toISOString() });
    const marker = command({ kind: 'reload-model' });
    await start();
    await twin.wish([late, marker]);
    await ends(marker.id, 'succeeded');
    expect(await twin.states(late.id)).toEqual([]);
  });

  it('that is to stop stops, and the next one is done', async () => {
    const { wish } = await infer('red');
    peer.pictures.set(wish.id, new Promise<Buffer>(() => undefined));
    const next = command({ kind: 'reload-model' });
    await start();
    await twin.wish([wish, next]);
    await ends(wish.id, 'running');
    await twin.wish([{ ...wish, cancel: 1 }, next]);
    await says(wish.id, 'accepted', 'running', 'cancelled');
    await ends(next.id, 'succeeded');
  });

  it('that is not wished for any more stops', async () => {
    const { wish } = await infer('red');
    peer.pictures.set(wish.id, new Promise<Buffer>(() => undefined));
    await start();
    await twin.wish([wish]);
    await ends(wish.id, 'running');
    await twin.wish([]);
    await ends(wish.id, 'cancelled');
  });

  it('is not done by an agent that cannot know whether it did', async () => {
    const wish = command({ kind: 'reload-model' });
    await twin.wish([wish]);
    await writeFile(join(root, 'data', 'commands.json'), 'torn', { mode: 0o600 });
    await start();
    await says(wish.id, 'failed');
    expect(await twin.reports(wish.id)).toMatchObject([{ failure: { code: 'ledger.lost' } }]);
    const later = command({ kind: 'reload-model' });
    await twin.wish([later]);
    await ends(later.id, 'succeeded');
  });
});
