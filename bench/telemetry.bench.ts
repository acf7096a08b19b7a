import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import { transaction, upsertMany } from '@tutti/database';
import { Devices, usualSettings } from '@tutti/devices';
import { JetStreamEventLog, KvSnapshotStore } from '@tutti/event-store';
import { connectNats, initNats } from '@tutti/nats-server';
import { silentLogger } from '@tutti/runtime';
import { createRegistry, readVaultKeys } from '@tutti/service-kit';
import { type BenchNats, Part, answer, connectGateway, cpuSeconds, partOptions, startNats } from './platform';
import { deviceListTable, deviceStatusTable, inferenceTable, unseen } from '@tutti/devices/testing';
import { type Figure, report } from './report';

/**
 * Heartbeats and results of a simulated fleet through a real nats-server into the tables of the real devices service:
 * from the first message sent to the last row there to be queried. ThingsBoard publishes 1,111 messages/s on 4 cores.
 */

const fleets = [1_000, 10_000, 100_000] as const;
const messages = 24_000;
/** Results of one message; a device that judges two pictures a second sends so many when it heartbeats. */
const resultsPerMessage = 5;
const underWay = 2_000;
const gateways = 4;
/** Devices come in no order of their keys. Prime, so that each has its turn. */
const stride = 7919;

const idOf = (device: number): string =>
  `d${device.toString(32).padStart(25, '0')}`.replaceAll(/[0189]/g, (digit) =>
    'wxyz'.charAt('0189'.indexOf(digit)),
  );

interface ServiceOptions {
  readonly dir: string;
  readonly url: string;
  readonly devices: number;
}

interface Stored {
  readonly results: number;
  readonly heard: number;
}

/** The devices service as it runs in production, over a fleet that is there and online. */
const serve = async ({ dir, url, devices }: ServiceOptions): Promise<void> => {
  const setup = await initNats({ dir: join(dir, 'nats'), workspace: 'bench' });
  const as = (user: 'devices' | 'revoker') => connectNats({ url, user, credsFile: setup.credsFor(user) });
  const connection = await as('devices');
  const home = join(dir, `fleet-${devices}`);
  await mkdir(home);
  const patient = {
    ...usualSettings.connectivity,
    heartbeatMs: 60_000,
    staleAfterMs: 600_000,
    offlineAfterMs: 900_000,
  };
  const service = await Devices.open({
    connection,
    revoker: await as('revoker'),
    nats: setup,
    natsUrls: [url],
    log: await JetStreamEventLog.open(connection),
    snapshots: await KvSnapshotStore.open(connection),
    databaseUrl: `sqlite:${join(home, 'devices.sqlite')}`,
    blobs: await FolderBlobStore.open(join(home, 'blobs')),
    vaultKeys: await readVaultKeys(setup.vaultKeyFile),
    workspace: 'bench',
    replicaId: 'one',
    logger: silentLogger,
    registry: createRegistry(),
    settings: { ...usualSettings, connectivity: patient },
  });
  const { database } = service.parts.base;
  const now = Date.now();
  for (let from = 0; from < devices; from += 5_000)
    await transaction(database, async (manager) => {
      const some = Array.from({ length: Math.min(5_000, devices - from) }, (_, n) => idOf(from + n));
      await upsertMany(
        manager,
        deviceListTable,
        some.map((id) => row(id, now)),
        ['generation', 'id'],
      );
      const online = { connectivity: 'online', connectivitySince: now, toldConnection: 'online' } as const;
      await upsertMany(
        manager,
        deviceStatusTable,
        some.map((id) => ({ ...unseen(id), ...online, lastSeenAt: now, seen: [now] })),
        ['id'],
      );
    });
  const stored = async (): Promise<Stored> => ({
    results: await database.manager.count(inferenceTable),
    heard: await database
      .createQueryBuilder(deviceStatusTable, 'status')
      .where('status.seq IS NOT NULL')
      .getCount(),
  });
  const received = (): number =>
    service.parts.intake.status().reduce((sum, consumer) => sum + consumer.received, 0);
  answer({ ready: () => true, received, stored });
};

const row = (id: string, now: number) => ({
  ...{
    generation: 1,
    id,
    serial: id,
    name: id,
    description: null,
    site: null,
    location: null,
    tags: {},
    tagBits: 0,
  },
  ...({
    lifecycle: 'registered',
    hardware: { arch: 'x64', cpu: 'x', cores: 4, memoryBytes: 1 },
    os: { name: 'Debian', release: '12' },
  } as const),
  ...{ agentVersion: '0.1.0', note: null, publicKey: '', requestedAt: now, registeredAt: now },
  ...({ connection: 'online', waiting: null, settings: null, version: 1 } as const),
});

const model = { name: 'digits', version: 'v1.0', digest: 'f'.repeat(64), task: 'classification' };
const probabilities = Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [String(digit), 0.1]));
const heartbeat = {
  runtime: 'inferencing',
  model,
  agentVersion: '0.1.0',
  startedAt: '2026-05-01T00:00:00Z',
  backlog: { entries: 0, bytes: 0, dropped: 0 },
  error: null,
};
const result = {
  model,
  label: '7',
  score: 0.75,
  probabilities,
  boxes: [],
  latencyMs: 4,
  inputFile: '7-001.png',
  truth: '7',
};

const message = (n: number, devices: number): { readonly subject: string; readonly payload: string } => {
  const turn = Math.floor(n / 2);
  const [device, round] = [(turn * stride) % devices, Math.floor(turn / devices)];
  const at = new Date().toISOString();
  const batch = (entries: readonly object[]): string => JSON.stringify({ journal: 'j', entries });
  if (n % 2 === 0)
    return { subject: `tel.${idOf(device)}.heartbeat`, payload: batch([{ seq: round, at, ...heartbeat }]) };
  const results = Array.from({ length: resultsPerMessage }, (_, k) => ({
    seq: round * resultsPerMessage + k,
    at,
    ...result,
  }));
  return { subject: `tel.${idOf(device)}.inference`, payload: batch(results) };
};

/** Sends messages and counts those that the log acknowledged. */
const send = async (nats: BenchNats, devices: number): Promise<number> => {
  const connections = await Promise.all(Array.from({ length: gateways }, () => connectGateway(nats)));
  let [sent, acknowledged, refused] = [0, 0, 0];
  let wake = (): void => undefined;
  for (const [lane, connection] of connections.entries())
    connection.subscribe(`_INBOX.*.${lane}`, {
      callback: (_error, reply) => {
        if (reply.json<{ seq?: number }>().seq === undefined) refused += 1;
        else acknowledged += 1;
        wake();
      },
    });
  while (acknowledged + refused < messages) {
    while (sent < messages && sent - acknowledged - refused < underWay) {
      const { subject, payload } = message(sent, devices);
      const lane = sent % gateways;
      connections[lane]?.publish(subject, payload, { reply: `_INBOX.gateway.${lane}` });
      sent += 1;
    }
    await new Promise<void>((resolve) => (wake = resolve));
  }
  await Promise.all(connections.map((connection) => connection.close()));
  if (refused > 0) throw new Error(`${refused} messages were refused.`);
  return acknowledged;
};

interface Measured {
  readonly rate: number;
  readonly accepted: number;
  readonly natsCpu: number;
  readonly serviceCpu: number;
  readonly lost: number;
}

const measure = async (nats: BenchNats, devices: number): Promise<Measured> => {
  const service = new Part(import.meta.filename, { dir: nats.dir, url: nats.url, devices });
  await service.ask('ready');
  const before = [cpuSeconds(nats.pid()), cpuSeconds(service.pid)] as const;
  const began = performance.now();
  const acknowledged = await send(nats, devices);
  const acceptedMs = performance.now() - began;
  const expected = {
    results: (acknowledged / 2) * resultsPerMessage,
    heard: Math.min(devices, acknowledged / 2),
  };
  while ((await service.ask<number>('received')) < acknowledged && performance.now() - began < 120_000)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const isThere = ({ results, heard }: Stored): boolean =>
    results >= expected.results && heard >= expected.heard;
  // What was received counts repeats: the rows have the last word.
  let stored = await service.ask<Stored>('stored');
  while (!isThere(stored) && performance.now() - began < 120_000) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    stored = await service.ask<Stored>('stored');
  }
  const ms = performance.now() - began;
  const perThousand = (pid: number, since: number): number => ((cpuSeconds(pid) - since) / messages) * 1000;
  const measured = {
    rate: (messages / ms) * 1000,
    accepted: (messages / acceptedMs) * 1000,
    natsCpu: perThousand(nats.pid(), before[0]),
    serviceCpu: perThousand(service.pid, before[1]),
    lost: expected.results - stored.results + expected.heard - stored.heard,
  };
  await service.stop();
  return measured;
};

const figuresOf = (devices: number, { rate, accepted, natsCpu, serviceCpu, lost }: Measured): Figure[] => {
  const fleet = `${devices / 1000}k devices`;
  return [
    { name: `${fleet}: messages into queryable rows`, value: rate, unit: 'messages/s', goal: '>=1111' },
    {
      name: `${fleet}: results into queryable rows`,
      value: (rate / 2) * resultsPerMessage,
      unit: 'results/s',
    },
    { name: `${fleet}: acknowledged by the log`, value: accepted, unit: 'messages/s' },
    { name: `${fleet}: processor time of nats-server`, value: natsCpu, unit: 's/1k messages' },
    { name: `${fleet}: processor time of the service with SQLite`, value: serviceCpu, unit: 's/1k messages' },
    {
      name: `${fleet}: messages that the processor time of 2 cores allows`,
      value: 2000 / (natsCpu + serviceCpu),
      unit: 'messages/s',
      goal: '>=1111',
    },
    { name: `${fleet}: acknowledged but not in the tables`, value: lost, unit: 'rows', goal: '<=0' },
  ];
};

const part = partOptions<ServiceOptions>();
if (part !== undefined) await serve(part);
else {
  const figures: Figure[] = [];
  const costs: number[] = [];
  for (const devices of fleets) {
    const nats = await startNats();
    const measured = await measure(nats, devices);
    await nats.stop();
    costs.push(measured.natsCpu + measured.serviceCpu);
    figures.push(...figuresOf(devices, measured));
  }
  const [small = NaN, middle = NaN, large = NaN] = costs;
  report('telemetry', [
    ...figures,
    { name: 'processor time per message, 10k / 1k devices', value: middle / small, unit: 'x' },
    { name: 'processor time per message, 100k / 10k devices', value: large / middle, unit: 'x' },
  ]);
  process.exit();
}
