import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import {
  type DeploymentReport,
  type GroupPolicy,
  type GroupSize,
  type PlanRollout,
  twinModels,
} from '@tutti/contracts/deployment';
import { telemetrySubject } from '@tutti/contracts/devices';
import { Deployment } from '@tutti/deployment/testing';
import { Aggregates, JetStreamEventLog, KvSnapshotStore, MemorySnapshotStore } from '@tutti/event-store';
import { connectNats, initNats } from '@tutti/nats-server';
import type { DomainEvent, Recorded } from '@tutti/kernel';
import { silentLogger } from '@tutti/runtime';
import { createRegistry, readVaultKeys } from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { type BenchNats, Part, answer, connectGateway, cpuSeconds, partOptions, startNats } from './platform';
import { type Figure, report } from './report';

/**
 * A rollout to ten thousand simulated devices in twenty groups through a real nats-server and the real deployment
 * service: each device is nudged, reads its twin, and reports every step up to its confirmation. Those of the third
 * group fail, so that the rollout pauses for errors; it is resumed, and ends.
 */

const devices = 10_000;
const groups = 20;
const failing = 2;
const digest = 'd'.repeat(64);
const size = 1_000_000;

const idOf = (device: number): string =>
  `d${device.toString(32).padStart(25, '0')}`.replaceAll(/[0189]/g, (digit) =>
    'wxyz'.charAt('0189'.indexOf(digit)),
  );

interface ServiceOptions {
  readonly dir: string;
  readonly url: string;
}

const natsOf = async (dir: string) => initNats({ dir: join(dir, 'nats'), workspace: 'bench' });

/** What other services have told of. */
const tell = (log: JetStreamEventLog, context: string) => {
  const aggregates = new Aggregates(log, new MemorySnapshotStore());
  return (aggregate: string, id: string, events: readonly DomainEvent[]) =>
    aggregates.handle(
      { context, aggregate, stateVersion: 1, initialState: null, decide: () => events, evolve: () => null },
      id,
      null,
    );
};

const joined = (device: number): readonly DomainEvent[] => {
  const publicKey = `U${'A'.repeat(55)}`;
  const hardware = { arch: 'arm64', cpu: 'x', cores: 4, memoryBytes: 4e9 };
  const os = { name: 'Debian', release: '12' };
  return [
    {
      type: 'DeviceRequested',
      data: { serial: `SN-${device}`, publicKey, hardware, os, agentVersion: '0.1.0' },
    },
    { type: 'DeviceRegistered', data: { name: `Edge ${device}`, publicKey, tags: {} } },
  ];
};

const released: readonly DomainEvent[] = [
  {
    type: 'ModelRegistered',
    data: {
      ...{ name: 'Lids', modelVersion: '1', task: 'image-classification', data: [] },
      labels: [{ key: 'ok', name: 'OK' }],
      artifact: { digest, bytes: size },
      signature: {
        inputs: [{ name: 'image', type: 'UINT8', shape: [-1, 160, 160, 3] }],
        outputs: [{ name: 'probabilities', type: 'FP32', shape: [-1, 1] }],
        opset: 17,
      },
      origin: { kind: 'import' },
    },
  },
  { type: 'ModelSigned', data: { keyId: 'c'.repeat(64), bundle: { digest: 'b'.repeat(64), bytes: 100 } } },
];

/** So many at a time. */
const each = async <Item>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<unknown>,
): Promise<void> => {
  const rest = items[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const item of rest) await work(item);
    }),
  );
};

const planned = (modelId: string): PlanRollout => {
  const policy = (n: number, of: GroupSize): GroupPolicy & { readonly size: GroupSize } => ({
    ...{ name: `Group ${n + 1}`, size: of, successPercent: 90, onSuccess: 'next-group' },
    error: { kind: 'percent', percent: 5 },
  });
  const count = devices / groups;
  return {
    name: 'Lids everywhere',
    modelId,
    target: { kind: 'filter', filter: 'lifecycle==registered' },
    groups: Array.from({ length: groups }, (_, n) =>
      policy(n, n === groups - 1 ? { kind: 'percent', percent: 100 } : { kind: 'count', count }),
    ),
    pacing: { perMinute: 100_000, mostInFlight: 2_000, jitterSeconds: 0 },
    confirmation: { results: 20, minutes: 30, floor: 0.5, whenSilent: 'confirm' },
  };
};

/** The deployment service as it runs in production, over a fleet that is there. */
const serve = async ({ dir, url }: ServiceOptions): Promise<void> => {
  const setup = await natsOf(dir);
  const connectAs = (user: 'deployment' | 'devices' | 'training') =>
    connectNats({ url, user, credsFile: setup.credsFor(user) });
  const connection = await connectAs('deployment');
  const log = await JetStreamEventLog.open(connection);
  const service = await Deployment.open({
    connection,
    log,
    snapshots: await KvSnapshotStore.open(connection),
    databaseUrl: `sqlite:${join(dir, 'deployment.sqlite')}`,
    blobs: await FolderBlobStore.open(join(dir, 'blobs')),
    vaultKeys: await readVaultKeys(setup.vaultKeyFile),
    realm: { issuer: 'tutti:bench', audience: 'tutti' },
    replicaId: 'one',
    logger: silentLogger,
    registry: createRegistry(),
  });
  const fleet = tell(await JetStreamEventLog.open(await connectAs('devices')), 'devices');
  await each([...Array(devices).keys()], 64, (device) => fleet('device', idOf(device), joined(device)));
  const modelId = uuid();
  const models = tell(await JetStreamEventLog.open(await connectAs('training')), 'training');
  await models('model', modelId, released);
  const { commands, view } = service.parts.doors.rollouts;
  const isBehind = () => service.runners.some((runner) => (runner.status().lag ?? 0) > 0);
  while (isBehind()) await new Promise((resolve) => setTimeout(resolve, 100));
  const rolloutId = uuid();
  const eventsOf = async (): Promise<readonly Recorded[]> => {
    const subjects = ['evt.deployment.>'];
    const found: Recorded[] = [];
    for (let after = 0; ;) {
      const commits = await log.page({ subjects, after, limit: 500 });
      const last = commits.at(-1);
      if (!last) return found;
      found.push(...commits.flatMap(({ events }) => events));
      after = last.position;
    }
  };
  answer({
    ready: () => true,
    plan: async () => {
      const began = performance.now();
      const { position } = await commands.plan(rolloutId, planned(modelId), {});
      await view.find(rolloutId, position);
      return performance.now() - began;
    },
    start: () => commands.tell(rolloutId, { type: 'StartRollout' }, {}).then(() => true),
    resume: () => commands.tell(rolloutId, { type: 'ResumeRollout' }, {}).then(() => true),
    status: async () => (await view.find(rolloutId, 0))?.status ?? null,
    counts: async () => (await view.find(rolloutId, 0))?.counts ?? null,
    facts: async () => factsOf(await eventsOf()),
  });
};

interface Facts {
  readonly events: number;
  readonly seconds: number;
  /** From the failure that was one too many to the pause. */
  readonly pauseMs: number;
  readonly wavesAfterPause: number;
  readonly offersAfterPause: number;
}

const factsOf = (events: readonly Recorded[]): Facts => {
  const pausedAt = events.findIndex(({ event }) => event.type === 'RolloutPaused');
  const resumedAt = events.findIndex(({ event }) => event.type === 'RolloutResumed');
  const until = resumedAt === -1 ? events.length : resumedAt;
  const failures = events.slice(0, pausedAt).filter(({ event }) => event.type === 'DeploymentFailed');
  /** 5 percent of the group's devices. */
  const tooMany = failures[Math.ceil((devices / groups) * 0.05) - 1];
  const between = events.slice(pausedAt, until);
  const time = (recorded: Recorded | undefined): number => recorded?.time.getTime() ?? NaN;
  return {
    events: events.length,
    seconds: (time(events.at(-1)) - time(events[0])) / 1000,
    pauseMs: time(events[pausedAt]) - time(tooMany),
    wavesAfterPause: between.filter(({ event }) => event.type === 'WaveOffered').length,
    offersAfterPause: between.filter(({ event }) => event.type === 'DeploymentOffered').length,
  };
};

const goes: readonly DeploymentReport[] = [
  { state: 'accepted' },
  { state: 'downloaded', bytes: size, seconds: 1, resumes: 0 },
  { state: 'verified', keyId: 'c'.repeat(64) },
  { state: 'warmed-up', latencyMs: 4, golden: true },
  { state: 'activated', previous: null },
  { state: 'confirmed', results: 20, meanScore: 0.9 },
];
const fails: readonly DeploymentReport[] = [
  { state: 'accepted' },
  {
    state: 'failed',
    step: 'download',
    failure: { code: 'disk.full', message: 'There is no room for the model.' },
  },
];

/** Plays all devices: each looks at its twin when it is nudged, and answers a wish that it has not seen. */
const play = async (nats: BenchNats, failsNow: () => boolean) => {
  const connection = await connectGateway(nats);
  const seen = new Set<string>();
  let seq = 0;
  const answerWish = async (deviceId: string): Promise<void> => {
    const subject = `$KV.twin.${deviceId}.models`;
    const found = await connection.request(`$JS.API.DIRECT.GET.KV_twin.${subject}`, '', { timeout: 30_000 });
    const { wish } = twinModels.parse(found.json());
    if (!wish || wish.settled || seen.has(wish.deploymentId)) return;
    seen.add(wish.deploymentId);
    for (const said of failsNow() ? fails : goes) {
      const about = { seq: seq++, at: new Date().toISOString(), topic: 'deployment' };
      const entries = [{ ...about, deploymentId: wish.deploymentId, report: said }];
      const payload = JSON.stringify({ journal: 'j', entries });
      await connection.request(telemetrySubject(deviceId, 'reported'), payload, { timeout: 30_000 });
    }
  };
  const faults: unknown[] = [];
  connection.subscribe('nudge.*', {
    callback: (_error, { subject }) => {
      answerWish(subject.slice('nudge.'.length)).catch((error: unknown) => faults.push(error));
    },
  });
  return { faults, answered: () => seen.size, close: () => connection.close() };
};

const until = async (service: Part, status: string): Promise<void> => {
  const deadline = performance.now() + 600_000;
  while ((await service.ask<string>('status')) !== status) {
    if (performance.now() > deadline) {
      const counts = JSON.stringify(await service.ask('counts'));
      throw new Error(`The rollout is not ${status} after ten minutes: ${counts}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

const measure = async (): Promise<readonly Figure[]> => {
  const nats = await startNats();
  const service = new Part(import.meta.filename, { dir: nats.dir, url: nats.url });
  await service.ask('ready');
  const planMs = await service.ask<number>('plan');
  let failNow = true;
  const before = (devices / groups) * failing;
  const player = await play(nats, () => failNow && player.answered() > before);
  const cpu = [cpuSeconds(nats.pid()), cpuSeconds(service.pid)] as const;
  const began = performance.now();
  await service.ask('start');
  await until(service, 'paused');
  const toPause = (performance.now() - began) / 1000;
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const held = await service.ask<Facts>('facts');
  failNow = false;
  const resumed = performance.now();
  await service.ask('resume');
  await until(service, 'finished');
  const rest = (performance.now() - resumed) / 1000;
  const facts = await service.ask<Facts>('facts');
  const spent = [cpuSeconds(nats.pid()) - cpu[0], cpuSeconds(service.pid) - cpu[1]] as const;
  if (player.faults.length > 0) throw player.faults[0];
  await player.close();
  await service.stop();
  await nats.stop();
  const perSecond = (facts.events - held.events) / rest;
  return [
    { name: 'plan of 10k devices in 20 groups, stored', value: planMs, unit: 'ms' },
    { name: 'from the start to the pause in group 3', value: toPause, unit: 's' },
    { name: 'from the failure too many to the pause', value: held.pauseMs, unit: 'ms', goal: '<=1000' },
    { name: 'waves after the pause', value: held.wavesAfterPause, unit: '', goal: '<=0' },
    { name: 'offers after the pause', value: held.offersAfterPause, unit: '', goal: '<=0' },
    { name: 'from resuming to the end', value: rest, unit: 's' },
    { name: 'events of the rollout and its deployments', value: facts.events, unit: '' },
    { name: 'events a second, the rest of the rollout', value: perSecond, unit: 'events/s', goal: '>=500' },
    {
      name: 'processor time of nats-server',
      value: (spent[0] / facts.events) * 1000,
      unit: 's/1k events',
    },
    {
      name: 'processor time of the service with SQLite',
      value: (spent[1] / facts.events) * 1000,
      unit: 's/1k events',
    },
  ];
};

const part = partOptions<ServiceOptions>();
if (part !== undefined) await serve(part);
else report('rollout', await measure());
