import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setInterval } from 'node:timers/promises';
import { edgeAccountJwt, pushAccountJwt } from '@tutti/nats-server';
import { startTestNats, type TestNats } from '@tutti/testing';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { TuttiApi } from '../identity/api';
import { loadDeviceKey } from '../identity/device-key';
import { EnrolmentClient } from '../identity/enrolment-client';
import { readEnrolment } from '../identity/enrolment-store';
import { Identity } from '../identity/identity';
import { Journal } from '../journal/journal';
import { Metrics } from '../metrics';
import { credentialsFor, PlatformPeer } from '../testing/platform-peer';
import { deviceJwt, enrolFolder, type Enrolled, type FolderOptions } from '../testing/enrolled-folder';
import { received, receivedKeys } from '../testing/received';
import { until } from '../testing/until';
import { Beats } from './beats';
import { Uplink } from './uplink';

const model = { name: 'digits', version: 'v1.0', digest: 'a'.repeat(64), task: 'classification' as const };
const result = (n: number): object => ({
  at: new Date(1_700_000_000_000 + n).toISOString(),
  model,
  label: String(n % 10),
  score: 0.5,
  probabilities: {},
  boxes: [],
  latencyMs: 1,
  inputFile: `${n}.png`,
});
const heartbeat = {
  runtime: 'ready' as const,
  model,
  agentVersion: '0.1.0',
  startedAt: new Date().toISOString(),
  backlog: { entries: 0, bytes: 0, dropped: 0 },
  error: null,
};
const vitals = {
  cpu: 0.5,
  memoryUsedBytes: 1,
  memoryTotalBytes: 2,
  diskUsedBytes: 1,
  diskTotalBytes: 2,
  temperatureCelsius: null,
  networkRxBytesPerSecond: 0,
  networkTxBytesPerSecond: 0,
  uptimeSeconds: 1,
  agentMemoryBytes: 1,
};

const introduction = {
  hardware: { arch: 'x64', cpu: 'test', cores: 1, memoryBytes: 1 },
  os: { name: 'test', release: '1' },
  agentVersion: '0.1.0',
};

let nats: TestNats;
let core: NatsConnection;
let peer: PlatformPeer;
let folder: string;
let enrolled: Enrolled;
let journal: Journal;
let uplink: Uplink;
let identity: Identity;
let stop: AbortController;
let running: Promise<unknown>;
let serial = 0;

beforeAll(async () => {
  nats = await startTestNats();
  core = await nats.connectAdmin();
});
afterAll(() => nats.stop());

beforeEach(() => prepare());

/** Everything but the engine and HTTP, on a folder of a device that was accepted earlier. */
async function prepare(folderOptions: Partial<FolderOptions> = {}): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'tutti-uplink-'));
  peer = await PlatformPeer.start();
  const where = { url: peer.url, serial: `SN-${serial++}`, ...folderOptions };
  enrolled = await enrolFolder(nats, folder, where);
  peer.issue = async (id) =>
    credentialsFor(id, await deviceJwt(nats, id, enrolled.key.getPublicKey()), nats.url);
  journal = await Journal.open({
    folder: join(folder, 'journal'),
    maxBytes: 1 << 24,
    maxAgeMs: 1e12,
    onTrouble: (trouble) => expect.fail(trouble.message),
  });
  const key = await loadDeviceKey(folder);
  const api = new TuttiApi(peer.url, key);
  const log = pino({ level: 'silent' });
  const options = {
    folder,
    url: peer.url,
    publicKey: key.getPublicKey(),
    client: new EnrolmentClient(api, key),
    clock: api.clock,
    introduction: { ...introduction, serial: enrolled.serial },
    log,
    delays: { retry: [5, 50], poll: [5, 50], refused: [50, 50], look: 1000 } as const,
  };
  identity = new Identity(options, await readEnrolment(folder));
  const beats = new Beats({ heartbeat: () => heartbeat, vitals: async () => vitals, now: Date.now });
  uplink = new Uplink({ identity, key, journal, beats, metrics: new Metrics(), log });
  stop = new AbortController();
  running = Promise.resolve();
}

afterEach(tearDown);
async function tearDown(): Promise<void> {
  stop.abort();
  await running;
  await journal.close();
  await peer.stop();
  await rm(folder, { recursive: true, force: true });
}

const start = (): void => {
  running = Promise.all([uplink.run(stop.signal), identity.run(stop.signal)]).catch(() => undefined);
};
const appendMany = async (count: number): Promise<string[]> => {
  const keys = await Promise.all(
    Array.from({ length: count }, (_, n) => journal.append('inference', n, result(n))),
  );
  return keys.flatMap((key) => (key === undefined ? [] : [`${key.journal}/${key.seq}`]));
};
const drained = (): Promise<void> => until('the journal is empty', () => journal.stats().entries === 0);

describe('the uplink', () => {
  it('sends heartbeats, vitals, results and failures as the contract has them', async () => {
    start();
    const keys = await appendMany(3);
    await journal.append('failure', 1, {
      at: new Date().toISOString(),
      model: null,
      type: 'image.unreadable',
      message: 'no picture',
      inputFile: 'x',
    });
    await drained();
    expect(await receivedKeys(core, enrolled.deviceId)).toEqual(keys);
    const [failures] = await received(core, enrolled.deviceId, 'failure');
    expect(failures?.entries).toMatchObject([{ seq: 4, type: 'image.unreadable' }]);
    await until('beats', async () => (await received(core, enrolled.deviceId, 'vitals')).length > 0);
    const [beat] = await received(core, enrolled.deviceId, 'heartbeat');
    expect(beat?.entries[0]).toMatchObject({ seq: 0, ...heartbeat });
    expect(beat?.journal).not.toBe(journal.id);
  });

  it('sends a backlog in few messages, in order', async () => {
    const keys = await appendMany(2000);
    start();
    await drained();
    const batches = await received(core, enrolled.deviceId, 'inference');
    expect(batches.length).toBeLessThan(10);
    expect(await receivedKeys(core, enrolled.deviceId)).toEqual(keys);
  });

  it('loses nothing over restarts and crashes of the server in the middle of a stream of results', async () => {
    start();
    const keys: string[] = [];
    const writing = new AbortController();
    // At a pace, so that a fast machine does not fill the server's telemetry, which would then drop the oldest.
    const writer = (async () => {
      for await (const _ of setInterval(5)) {
        if (writing.signal.aborted || stop.signal.aborted) return;
        keys.push(...(await appendMany(20)));
      }
    })();
    const crash = async (): Promise<void> => {
      await nats.kill9();
      await until('noticed', () => !uplink.connected);
      await nats.restart();
    };
    for (const interrupt of [() => nats.restart(), crash, crash]) {
      const before = keys.length;
      await until('results flow', () => uplink.connected && keys.length > before + 500);
      await interrupt();
    }
    writing.abort();
    await writer;
    await drained();
    const there = new Set(await receivedKeys(core, enrolled.deviceId));
    expect(keys.filter((key) => !there.has(key))).toEqual([]);
    expect(there.size).toBe(keys.length);
  });

  it('keeps everything while it is suspended, and delivers it when it may again', async () => {
    start();
    const keys = await appendMany(10);
    await drained();
    peer.status = 'suspended';
    await revoke(new Map([[enrolled.key.getPublicKey(), new Date(Date.now() + 1000)]]));
    await until('noticed', () => identity.standing === 'suspended');
    keys.push(...(await appendMany(20)));
    expect(uplink.connected).toBe(false);
    await revoke(new Map());
    peer.status = 'accepted';
    await drained();
    expect(new Set(await receivedKeys(core, enrolled.deviceId))).toEqual(new Set(keys));
  });

  it('gets fresh credentials when the server says that the old ones have expired', async () => {
    await tearDown();
    await prepare({ jwtLifetimeMs: -1000 });
    start();
    const keys = await appendMany(5);
    await drained();
    expect(await receivedKeys(core, enrolled.deviceId)).toEqual(keys);
    expect(peer.calls).toEqual([`POST enrolments/${enrolled.deviceId}/credentials`]);
  });

  it('asks where the platform is when nobody answers where it was', async () => {
    await tearDown();
    await prepare({ natsUrl: 'nats://127.0.0.1:1' });
    start();
    const keys = await appendMany(5);
    await drained();
    expect(await receivedKeys(core, enrolled.deviceId)).toEqual(keys);
  });
});

async function revoke(revocations: ReadonlyMap<string, Date>): Promise<void> {
  const operatorSigningSeed = await readFile(nats.setup.operatorSigningSeedFile, 'utf8');
  const revoker = await nats.connect('revoker');
  await pushAccountJwt(
    revoker,
    await edgeAccountJwt({ edge: nats.setup.edge, operatorSigningSeed, revocations }),
  );
  await revoker.close();
}
