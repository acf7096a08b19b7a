import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { silentLogger } from '@tutti/runtime';
import { base32 } from '@tutti/service-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mostAdmitted } from './admit.decider';
import { LateJoiners } from './late-joiners';
import { manifestBytes, storeManifest } from './plan/manifest';
import { rolloutDecider } from './rollout.decider';
import { plannedData, policy, rolloutId } from './rollout.fixture';

const idOf = (n: number): string => base32(Buffer.from(String(n).padStart(16, '0')));
const many = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => idOf(n));

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-late-joiners-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A rollout of the first device that runs, in a fleet that grows. */
const joining = async () => {
  const aggregates = new Aggregates(new MemoryEventLog(), new MemorySnapshotStore());
  const blobs = await FolderBlobStore.open(dir);
  const { model } = plannedData();
  const bytes = manifestBytes({
    format: 'tutti-rollout/1',
    modelId: model.modelId,
    groups: [{ name: 'All', deviceIds: [idOf(0)] }],
    excluded: [],
  });
  const planned = plannedData({
    manifest: await storeManifest(blobs, bytes),
    groups: [{ ...policy(), devices: 1 }],
  });
  await aggregates.handle(rolloutDecider, rolloutId, { type: 'PlanRollout', planned, start: true });
  const fleet = { position: 1, minutes: 0, members: many(1), looks: 0, warnings: 0 };
  const work = new LateJoiners({
    ...{ aggregates, blobs },
    clock: { now: () => new Date(Date.UTC(2026, 10, 27) + fleet.minutes * 60_000) },
    log: { lastPosition: () => Promise.resolve(fleet.position) },
    logger: { ...silentLogger, warn: () => (fleet.warnings += 1) },
    plans: {
      members: () => {
        fleet.looks += 1;
        return Promise.resolve(fleet.members);
      },
    },
    rollouts: { joinable: () => Promise.resolve([rolloutId]) },
  });
  const pass = (changes: Partial<typeof fleet> = {}) => {
    Object.assign(fleet, changes);
    return work.pass(AbortSignal.timeout(60_000));
  };
  const admitted = async (): Promise<number> => {
    const { state } = await aggregates.load(rolloutDecider, rolloutId);
    return state.status === 'initial' ? 0 : state.admitted.length;
  };
  return { fleet, pass, admitted, aggregates };
};

describe('late joiners are looked for', () => {
  test('when the fleet has moved, and once a minute for what devices say of themselves', async () => {
    const { fleet, pass, admitted } = await joining();
    await pass();
    await pass({ members: many(2) });
    expect(fleet.looks).toBe(1);
    await pass({ position: 2 });
    expect([fleet.looks, await admitted()]).toEqual([2, 1]);
    await pass({ members: many(3), minutes: 1 });
    expect([fleet.looks, await admitted()]).toEqual([3, 2]);
  });

  test('once it runs again, though the fleet has not moved since the pause', async () => {
    const { pass, admitted, aggregates } = await joining();
    await aggregates.handle(rolloutDecider, rolloutId, { type: 'PauseRollout', cause: 'person' });
    await pass({ members: many(2) });
    expect(await admitted()).toBe(0);
    await aggregates.handle(rolloutDecider, rolloutId, { type: 'ResumeRollout' });
    await pass();
    expect(await admitted()).toBe(1);
  });

  test('until it is full, which is told once', async () => {
    const { fleet, pass, admitted } = await joining();
    await pass({ members: many(mostAdmitted + 5) });
    expect(await admitted()).toBe(mostAdmitted);
    await pass({ position: 2 });
    await pass({ position: 3 });
    expect(fleet.warnings).toBe(1);
    expect(fleet.looks).toBeLessThan(3);
  });
});
