import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deploymentId } from '../device-deployment/deployment-id';
import { deviceDeploymentDecider } from '../device-deployment/device-deployment.decider';
import { blobNamespace, manifestBytes, storeManifest } from './plan/manifest';
import { rolloutEffects } from './rollout-effects';
import { rolloutDecider, type RolloutCommand } from './rollout.decider';
import { admit, deviceOf, plannedData, policy, rolloutId } from './rollout.fixture';
import type { RolloutEffect } from './rollout.process';

const plannedAt = '2026-11-27T12:00:00.000Z';
const devices = [0, 1, 2, 3].map(deviceOf);
const plan = manifestBytes({
  format: 'tutti-rollout/1',
  modelId: plannedData().model.modelId,
  groups: [{ name: 'All', deviceIds: devices }],
  excluded: [],
});

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-rollout-effects-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A rollout of one group of four devices that runs, with its effects. */
const running = async () => {
  const log = new MemoryEventLog();
  const aggregates = new Aggregates(log, new MemorySnapshotStore());
  const blobs = await FolderBlobStore.open(dir);
  const manifest = await storeManifest(blobs, plan);
  const say = (command: RolloutCommand) => aggregates.handle(rolloutDecider, rolloutId, command);
  const planned = plannedData({ manifest, groups: [{ ...policy(), devices: 4 }] });
  await say({ type: 'PlanRollout', planned, start: true });
  await say({ type: 'StartGroup', group: 0 });
  const deployment = async (deviceId: string, attempt = 1) =>
    (await aggregates.load(deviceDeploymentDecider, deploymentId(rolloutId, deviceId, attempt))).state;
  const openOf = async (): Promise<readonly string[]> => {
    const all = devices.map((deviceId) => deploymentId(rolloutId, deviceId, 1));
    const states = await Promise.all(all.map((id) => aggregates.load(deviceDeploymentDecider, id)));
    return all.filter((_, index) => states[index]?.state.status === 'offered');
  };
  const handlers = rolloutEffects({ aggregates, blobs, log, deployments: { openOf } });
  const run = (effect: RolloutEffect, id = 'one') => {
    const context = {
      ...{ id, instanceId: rolloutId, metadata: { authId: 'process:rollout' } },
      signal: AbortSignal.timeout(60_000),
    };
    const handler = handlers[effect.type];
    const handle = (typeof handler === 'function' ? handler : handler.handle) as (
      effect: RolloutEffect,
      of: typeof context,
    ) => Promise<void>;
    return handle(effect, context);
  };
  return { log, say, run, deployment, handlers, blobs };
};

const offer = (from: number, count: number, group = 0): RolloutEffect => ({
  type: 'OfferDeployments',
  ...{ rolloutId, plannedAt, plannedPosition: 7, group, from, count },
});

describe('a wave', () => {
  test('offers the model to its devices, in the order of the plan', async () => {
    const { run, deployment } = await running();
    await run(offer(1, 2));
    expect(await deployment(deviceOf(1))).toMatchObject({
      status: 'offered',
      deviceId: deviceOf(1),
      rolloutId,
      group: 0,
      wish: { mode: 'replace', model: plannedData().model },
    });
    expect(await deployment(deviceOf(2))).toMatchObject({ status: 'offered' });
    for (const other of [0, 3]) expect(await deployment(deviceOf(other))).toEqual({ status: 'initial' });
  });

  test('that is cut off in the middle is gone through again, and offers nothing twice', async () => {
    const { run, log } = await running();
    await run(offer(0, 2), 'one');
    await run(offer(0, 4), 'two');
    const offers = await log.page({ subjects: ['evt.deployment.device-deployment.*'], after: 0, limit: 100 });
    expect(offers.map(({ events }) => events.map(({ event }) => event.type))).toEqual(
      Array.from({ length: 4 }, () => ['DeploymentOffered']),
    );
  });

  test('of the tail offers what was admitted, under its number', async () => {
    const { say, run, deployment } = await running();
    await say(admit('retried', [deviceOf(7), 1], [deviceOf(0), 2]));
    await run(offer(0, 2, 1));
    expect(await deployment(deviceOf(7))).toMatchObject({ status: 'offered', group: 1 });
    expect(await deployment(deviceOf(0), 2)).toMatchObject({ status: 'offered', group: 1 });
  });

  test('whose plan is gone from the blob store says so, and is offered once that is back', async () => {
    const { run, deployment, blobs } = await running();
    await rm(join(dir, blobNamespace), { recursive: true });
    await expect(run(offer(0, 4))).rejects.toMatchObject({
      code: 'rollout.manifest-gone',
      kind: 'unavailable',
      message: expect.stringContaining('Restore its backup') as unknown,
    });
    await storeManifest(blobs, plan);
    await run(offer(0, 4));
    expect(await deployment(deviceOf(3))).toMatchObject({ status: 'offered' });
  });

  test('that comes after the stop offers nothing', async () => {
    const { say, run, deployment } = await running();
    await say({ type: 'StopRollout' });
    await run(offer(0, 4));
    expect(await deployment(deviceOf(0))).toEqual({ status: 'initial' });
  });
});

describe('a rollout that is stopped', () => {
  test('cancels what is open, however often it is told', async () => {
    const { run, deployment } = await running();
    await run(offer(0, 4));
    await run({ type: 'CancelDeployments', rolloutId }, 'two');
    await run({ type: 'CancelDeployments', rolloutId }, 'two');
    for (const device of devices) expect(await deployment(device)).toMatchObject({ status: 'cancelled' });
  });

  test('hears no step that was decided before', async () => {
    const { say, run, log } = await running();
    await say({ type: 'StopRollout' });
    const before = await log.lastPosition(['evt.>']);
    const command = { type: 'OfferWave', group: 0, from: 0, count: 4 } as const;
    await run({ type: 'TellRollout', rolloutId, command });
    expect(await log.lastPosition(['evt.>'])).toBe(before);
  });
});

test('nothing that a rollout needs to come to its end waits for a person', async () => {
  const { handlers } = await running();
  for (const handler of Object.values(handlers)) expect(handler).toMatchObject({ neverPark: true });
});
