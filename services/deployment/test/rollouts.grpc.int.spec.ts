import { DeploymentMode, OnSuccess } from '@tutti/contracts/gen/tutti/deployment/v1/policy';
import {
  Incompatibility,
  PauseCause,
  RolloutServiceService as rollouts,
  RolloutStatus,
} from '@tutti/contracts/gen/tutti/deployment/v1/rollout';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Fleet } from './deployment.fixture';
import { join, release } from './fleet-events.fixture';

let fleet: Fleet;
let caller: GrpcCaller;
let manager: { readonly authorization: string };
beforeAll(async () => {
  fleet = await Fleet.start();
  caller = new GrpcCaller(fleet.grpc);
  manager = { authorization: `Bearer ${await fleet.token('manager')}` };
});
afterAll(async () => {
  caller.close();
  await fleet.stop();
});

test('a rollout is previewed, planned, led and stopped by gRPC', async () => {
  const modelId = await release(fleet, 1, { passes: true });
  await join(fleet, 1);
  const small = await join(fleet, 2, { memoryBytes: 1 });
  const plan = {
    name: 'Lids',
    modelId,
    target: { filter: 'lifecycle==registered' },
    mode: DeploymentMode.REPLACE,
    groups: [
      {
        name: 'All',
        size: { percent: 100 },
        successPercent: 90,
        onSuccess: OnSuccess.NEXT_GROUP,
        error: { count: 1 },
      },
    ],
    windows: [],
    ...{ pacing: null, startAt: null, confirmation: null, stepMinutes: null, joinUntil: null },
  };
  const preview = await caller.call(rollouts.previewRollout, { plan }, manager);
  expect(preview.body).toMatchObject({ devices: 1, excluded: { devices: 1 } });
  const planned = await caller.call(
    rollouts.planRollout,
    { plan: { ...plan, planDigest: preview.body.planDigest } },
    manager,
  );
  const id = planned.body.rollout?.id ?? '';
  expect(planned.body.rollout).toMatchObject({
    status: RolloutStatus.READY,
    groups: [{ name: 'All', error: { count: 1 }, counts: { devices: 1, waiting: 1 } }],
    excluded: 1,
  });
  const left = await caller.call(rollouts.listExcludedDevices, { id }, manager);
  expect(left.body.items).toMatchObject([{ deviceId: small, reasons: [Incompatibility.MEMORY] }]);

  const started = await caller.call(rollouts.startRollout, { id }, { ...manager, 'if-match': '"1"' });
  expect(started.body.rollout?.status).toBe(RolloutStatus.RUNNING);
  const paused = await caller.call(rollouts.pauseRollout, { id }, manager);
  expect(paused.body.rollout?.paused).toMatchObject({ cause: PauseCause.PERSON });
  const stopped = await caller.call(rollouts.stopRollout, { id, reason: 'Enough' }, manager);
  expect(stopped.body.rollout).toMatchObject({ status: RolloutStatus.STOPPED, reason: 'Enough' });
  const listed = await caller.call(rollouts.listRollouts, { q: 'status==stopped' }, manager);
  expect(listed.body.items.map((rollout) => rollout.id)).toEqual([id]);
  await expect(caller.refused(rollouts.retryRollout, { id, deviceIds: [] }, manager)).resolves.toMatchObject({
    reason: 'ROLLOUT_ENDED',
  });
  await expect(caller.refused(rollouts.getRollout, { id: modelId }, manager)).resolves.toMatchObject({
    reason: 'ROLLOUT_NOT_FOUND',
  });
});
