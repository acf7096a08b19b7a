import type { HeartbeatEntry, VitalsEntry } from '@tutti/contracts/devices';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deviceFactsTable, type DeviceFactsRow } from '../src/fleet/device-facts.table';
import { Fleet } from './deployment.fixture';
import { digestOf, join, release } from './fleet-events.fixture';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start();
});
afterAll(() => fleet.stop());

const model = { name: 'digits', version: '1', digest: digestOf(7), task: 'classification' } as const;
const beat = (changes: Partial<HeartbeatEntry> = {}) => ({
  runtime: 'inferencing',
  model,
  agentVersion: '0.4.0',
  startedAt: '2026-11-27T00:00:00.000Z',
  backlog: { entries: 0, bytes: 0, dropped: 0 },
  error: null,
  ...changes,
});
const vitals = (changes: Partial<VitalsEntry> = {}) => ({
  cpu: 0.1,
  memoryUsedBytes: 1,
  memoryTotalBytes: 2_000_000_000,
  diskUsedBytes: 1_000_000_000,
  diskTotalBytes: 3_000_000_000,
  temperatureCelsius: null,
  networkRxBytesPerSecond: 0,
  networkTxBytesPerSecond: 0,
  uptimeSeconds: 1,
  agentMemoryBytes: 1,
  ...changes,
});

const facts = (id: string): Promise<DeviceFactsRow | null> =>
  fleet.deployment.parts.base.database.manager.findOneBy(deviceFactsTable, { id });
const tells = (id: string, row: Partial<DeviceFactsRow>) =>
  fleet.eventually(async () => expect(await facts(id)).toMatchObject(row));

test('what a device says last of itself is kept, whichever kind comes first', async () => {
  const id = await join(fleet, 1);
  await fleet.hears(id, 'vitals', vitals());
  await tells(id, { memoryBytes: 2_000_000_000, agentVersion: null });
  await fleet.hears(id, 'heartbeat', beat({ agentVersion: '0.3.0', model: null }), beat());
  await tells(id, {
    ...{ agentVersion: '0.4.0', runtime: 'inferencing', memoryBytes: 2_000_000_000 },
    ...{ model: 'digits', modelVersion: '1', modelDigest: model.digest, modelTask: 'classification' },
  });
  const row = await facts(id);
  expect(row?.spareDiskBytes).toBeLessThanOrEqual(1_700_000_000);
  expect(row?.spareDiskBytes).toBeGreaterThan(1_698_000_000);
  await fleet.hears(id, 'heartbeat', beat({ model: null, runtime: 'no_stream' }));
  await tells(id, { modelDigest: null, runtime: 'no_stream', agentVersion: '0.4.0' });
});

test('plans go by it', async () => {
  const modelId = await release(fleet, 7, { passes: true, bytes: 50_000_000 });
  const id = await join(fleet, 2);
  const { plans } = fleet.deployment.parts.doors;
  const body = { name: 'x', modelId, target: { kind: 'devices' as const, deviceIds: [id] } };
  await expect(plans.preview(body)).resolves.toMatchObject({ devices: 1, bytes: 50_000_000 });
  await fleet.hears(id, 'vitals', vitals({ diskUsedBytes: 2_990_000_000 }));
  await fleet.eventually(() =>
    expect(plans.preview(body)).rejects.toMatchObject({ code: 'rollout.no-devices' }),
  );
  await fleet.hears(id, 'heartbeat', beat());
  await fleet.eventually(async () =>
    expect(await plans.preview(body)).toMatchObject({ devices: 1, bytes: 0 }),
  );
  const running = {
    kind: 'filter' as const,
    filter: 'model==digits;runtime==inferencing;agentVersion==0.4.*',
  };
  await expect(plans.preview({ ...body, target: running })).resolves.toMatchObject({ devices: 1 });
});

test('who is not in the fleet is not heard, nor is what makes no sense', async () => {
  const known = await join(fleet, 3);
  const stranger = 'z'.repeat(26);
  await fleet.hears(stranger, 'heartbeat', beat());
  await fleet.hears(known, 'heartbeat', { runtime: 'asleep' });
  await fleet.hears(known, 'heartbeat', beat({ agentVersion: '0.9.9' }), { runtime: 'asleep' });
  await tells(known, { agentVersion: '0.9.9' });
  await expect(facts(stranger)).resolves.toBeNull();
});
