import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import type { Heard } from '@tutti/runtime';
import { describe, expect, test } from 'vitest';
import { deploymentEffects } from './deployment-effects';
import { deviceDeploymentDecider } from './device-deployment.decider';
import { deviceId, offer, offeredAt, said } from './device-deployment.fixture';
import { Silence } from './silence';

const minutes = (count: number): Date => new Date(offeredAt.getTime() + count * 60_000);
const heard = (since: number, until: number): Heard => ({ since: minutes(since), until: minutes(until) });

describe('the silence of devices', () => {
  const known = (of: Heard | undefined): Date => new Silence({ heard: () => of }, 5 * 60_000).now();

  test('is not known before anything was heard, nor before devices had time to come back', () => {
    expect(known(undefined)).toEqual(new Date(0));
    expect(known(heard(60, 64.9))).toEqual(new Date(0));
    expect(known(heard(60, 30))).toEqual(new Date(0));
  });

  test('is known up to what was read, not up to now', () =>
    expect(known(heard(60, 65))).toEqual(minutes(65)));
});

describe('a deadline that was over when the service came back', () => {
  const deadline = { deploymentId: 'one', at: minutes(30).getTime() };

  const atWork = async () => {
    const aggregates = new Aggregates(new MemoryEventLog(), new MemorySnapshotStore());
    const tell = (command: Parameters<typeof deviceDeploymentDecider.decide>[0]) =>
      aggregates.handle(deviceDeploymentDecider, 'one', command);
    let now: Heard | undefined;
    await tell({ type: 'OfferDeployment', offer: offer() });
    await tell(said.activated);
    const twin = { wish: () => Promise.reject(new Error('Nobody asked for it.')) };
    const silence = new Silence({ heard: () => now }, 5 * 60_000);
    const { TimeOut, EndUnanswered } = deploymentEffects({ aggregates, twin, silence });
    const context = {
      ...{ id: 'effect', instanceId: deviceId, metadata: {} },
      signal: AbortSignal.timeout(60_000),
    };
    const run = <Effect>(handler: typeof TimeOut | typeof EndUnanswered, effect: Effect) =>
      (handler as { handle: (effect: Effect, of: typeof context) => Promise<void> }).handle(effect, context);
    return {
      tell,
      hear: (next: Heard) => void (now = next),
      timeOut: () => run(TimeOut, { type: 'TimeOut', step: 'confirm', ...deadline }),
      endUnanswered: () => run(EndUnanswered, { type: 'EndUnanswered', cancel: 1, ...deadline }),
      status: async () => (await aggregates.load(deviceDeploymentDecider, 'one')).state.status,
    };
  };

  test('ends nothing while the word of the device may lie unread, or in its journal', async () => {
    const { tell, hear, timeOut, endUnanswered, status } = await atWork();
    await expect(timeOut()).rejects.toMatchObject({ kind: 'unavailable' });
    hear(heard(60, 20));
    await expect(timeOut()).rejects.toMatchObject({ kind: 'unavailable' });
    hear(heard(60, 61));
    await expect(timeOut()).rejects.toMatchObject({ kind: 'unavailable' });
    await expect(endUnanswered()).rejects.toMatchObject({ kind: 'unavailable' });
    await tell(said.confirmed);
    hear(heard(60, 65));
    await timeOut();
    expect(await status()).toBe('confirmed');
  });

  test('ends what stays silent', async () => {
    const { hear, timeOut, status } = await atWork();
    hear(heard(60, 65));
    await timeOut();
    expect(await status()).toBe('timed-out');
  });

  test('ends what was asked to stop and stays silent', async () => {
    const { tell, hear, endUnanswered, status } = await atWork();
    await tell({ type: 'CancelDeployment', cause: 'user', force: false });
    hear(heard(60, 65));
    await endUnanswered();
    expect(await status()).toBe('cancelled');
  });
});
