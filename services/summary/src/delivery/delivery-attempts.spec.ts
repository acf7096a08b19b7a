import type { ChannelKind, DeliveryAbout } from '@tutti/contracts/summary';
import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import type { EffectContext } from '@tutti/runtime';
import { describe, expect, test } from 'vitest';
import { channelDecider } from '../channel/channel.decider';
import { channelId, everything, failure } from '../channel/channel.fixture';
import { dayMessage } from '../message/message.fixture';
import { DeliveryAttempts } from './delivery-attempts';
import { deliveryDecider } from './delivery.decider';
import type { Sender, Sending, SendOutcome } from './sender';

const now = new Date('2026-11-22T00:00:00Z');
const hour = 3_600_000;
const deliveryId = '018f0000-0000-7000-8000-0000000000d1';
const day: DeliveryAbout = { kind: 'summary', date: '2026-11-21', revision: 1 };
const news: DeliveryAbout = { kind: 'notification', notificationId: '018f0000-0000-7000-8000-0000000000a1' };
const context = { id: 'effect-1', instanceId: channelId, metadata: {}, signal: new AbortController().signal };
const accepted: SendOutcome = { accepted: true, httpStatus: 202, bytes: 9 };

interface Circumstances {
  readonly about?: DeliveryAbout;
  readonly meanwhile?: (aggregates: Aggregates) => Promise<unknown>;
  /** What the vault says of where to. */
  readonly kind?: ChannelKind;
  readonly read?: () => Promise<{ readonly address: string } | undefined>;
}
const nothing = async (): Promise<void> => {};
const known = async () => ({ address: 'https://example.com/hook' });

/** A channel, something to deliver, and a receiver: `meanwhile` happens before it answers. */
const world = async (
  outcome: SendOutcome = accepted,
  { about = day, meanwhile = nothing, read = known, kind = 'teams' }: Circumstances = {},
) => {
  const clock = { now: () => now };
  const aggregates = new Aggregates(new MemoryEventLog(), new MemorySnapshotStore(), { clock });
  const channel = { name: 'Line 1', kind, shownAs: 'x', route: everything } as const;
  await aggregates.handle(channelDecider, channelId, {
    type: 'DefineChannel',
    ...channel,
    fromEnvironment: false,
  });
  const request = { type: 'RequestDelivery', channelId, about, message: dayMessage } as const;
  await aggregates.handle(deliveryDecider, deliveryId, request);
  const sent: Sending[] = [];
  const sender: Sender = {
    send: async (sending) => {
      sent.push(sending);
      await meanwhile(aggregates);
      return outcome;
    },
  };
  const senders = { teams: sender, slack: sender, webhook: sender, 'summary-server': sender };
  const attempts = new DeliveryAttempts({ aggregates, clock, random: () => 0, secrets: { read }, senders });
  return {
    attempt: (requestedAt = now.getTime(), own: Partial<EffectContext> = {}) =>
      attempts.attempt(
        { type: 'AttemptDelivery', deliveryId, requestedAt, since: null },
        { ...context, ...own },
      ),
    sent,
    channel: async () => (await aggregates.load(channelDecider, channelId)).state,
    delivery: async () => (await aggregates.load(deliveryDecider, deliveryId)).state,
  };
};

describe('what a receiver says', () => {
  test('is what the channel needs attention for, and what it works by', async () => {
    const gone = await world({ accepted: false, failure: failure('gone') });
    await gone.attempt();
    expect(await gone.channel()).toMatchObject({ attention: { code: 'gone' } });
    expect(await gone.delivery()).toMatchObject({ status: 'waiting' });
    const well = await world();
    await well.attempt();
    expect(await well.channel()).toMatchObject({ works: true });
    expect(await well.delivery()).toMatchObject({ status: 'accepted' });
  });

  test.each<[string, SendOutcome]>([
    ['trouble', { accepted: false, failure: failure('gone') }],
    ['an acceptance', accepted],
  ])('%s at the old address says nothing of the new one', async (_, outcome) => {
    const rekeyed = { type: 'ChangeChannel', rekeyed: { shownAs: 'y' } } as const;
    const it = await world(outcome, {
      meanwhile: (aggregates) => aggregates.handle(channelDecider, channelId, rekeyed),
    });
    await it.attempt();
    expect(await it.channel()).toMatchObject({ attention: null, works: false });
    expect(await it.delivery()).toMatchObject({ status: outcome.accepted ? 'accepted' : 'waiting' });
  });
});

describe('what is never answered', () => {
  const late: SendOutcome = { accepted: false, failure: failure('timeout') };
  const shrunk = async (kind: ChannelKind) => {
    const it = await world(late, { kind });
    for (const id of ['one', 'two', 'three', 'four']) await it.attempt(now.getTime(), { id });
    return it.sent.map(({ shrink }) => shrink);
  };
  test('is pushed without its rows after two attempts: the line is too slow for them', async () =>
    expect(await shrunk('summary-server')).toEqual([false, false, true, true]));
  test('is as large as before where it was small', async () =>
    expect(await shrunk('teams')).toEqual([false, false, false, false]));
});

describe('where to', () => {
  test('is asked before an attempt is written down: while it cannot be asked, none was cut off', async () => {
    const it = await world(accepted, { read: () => Promise.reject(new Error('no responders')) });
    await expect(it.attempt()).rejects.toThrow('no responders');
    expect(await it.delivery()).toMatchObject({ status: 'waiting', attempt: 0, mayHaveArrived: false });
  });
  test('is what a person sets again when the vault does not say', async () => {
    const it = await world(accepted, { read: async () => undefined });
    await it.attempt();
    expect(await it.channel()).toMatchObject({ attention: { code: 'channel-unset' } });
    expect(await it.delivery()).toMatchObject({ status: 'waiting', mayHaveArrived: false });
  });
});

describe('what waited for more than a day', () => {
  test('is no news any more', async () => {
    const it = await world(accepted, { about: news });
    await it.attempt(now.getTime() - 25 * hour);
    expect(await it.delivery()).toMatchObject({ status: 'dropped' });
  });
  test('is sent when it is the summary of a day', async () => {
    const it = await world();
    await it.attempt(now.getTime() - 25 * hour);
    expect(await it.delivery()).toMatchObject({ status: 'accepted' });
  });
});
