import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { base32 } from '@tutti/service-kit';
import { describe, expect, test } from 'vitest';
import { mostAdmitted, mostAtOnce } from './admit.decider';
import { rolloutDecider } from './rollout.decider';
import { plannedData, rolloutId } from './rollout.fixture';
import { Rollouts } from './rollouts';

const options = { commandId: 'retry:fingerprint' };

/** A rollout that runs, of which so many devices have failed. */
const failing = async (count: number) => {
  const log = new MemoryEventLog();
  const aggregates = new Aggregates(log, new MemorySnapshotStore());
  const failed = Array.from({ length: count }, (_, n) => ({
    deviceId: base32(Buffer.from(String(n).padStart(16, '0'))),
    attempt: 1,
  }));
  const unplanned = () => Promise.reject(new Error('Nothing is planned here.'));
  const plans = { plan: unplanned, rollBack: unplanned };
  const deployments = { failedOf: () => Promise.resolve(failed) };
  const rollouts = new Rollouts({ aggregates, log, plans, deployments });
  await rollouts.tell(rolloutId, { type: 'PlanRollout', planned: plannedData(), start: true }, {});
  const admitted = async (): Promise<number> => {
    const { state } = await aggregates.load(rolloutDecider, rolloutId);
    return state.status === 'initial' ? 0 : state.admitted.length;
  };
  return { rollouts, failed, admitted };
};

describe('more devices than one command takes are tried again', () => {
  test('once, however often the request is repeated', async () => {
    const { rollouts, admitted } = await failing(2 * mostAtOnce + 1);
    const first = await rollouts.retry(rolloutId, undefined, options);
    expect(await admitted()).toBe(2 * mostAtOnce + 1);
    const again = await rollouts.retry(rolloutId, undefined, options);
    expect(again).toMatchObject({ appended: false, position: first.position });
    expect(await admitted()).toBe(2 * mostAtOnce + 1);
  });

  test('all of them, where the request was cut off in the middle', async () => {
    const { rollouts, failed, admitted } = await failing(mostAtOnce + 1);
    const devices = failed.slice(0, mostAtOnce).map(({ deviceId }) => ({ deviceId, attempt: 2 }));
    const portion = { type: 'AdmitDevices', kind: 'retried', devices } as const;
    await rollouts.tell(rolloutId, portion, { commandId: 'retry/0:fingerprint' });
    await rollouts.retry(rolloutId, undefined, options);
    expect(await admitted()).toBe(mostAtOnce + 1);
  });

  test('or none, where there is no room for all', async () => {
    const { rollouts, admitted } = await failing(mostAdmitted + 1);
    await expect(rollouts.retry(rolloutId, undefined, options)).rejects.toMatchObject({
      code: 'rollout.too-many-joined',
    });
    expect(await admitted()).toBe(0);
  });
});
