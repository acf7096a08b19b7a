import { silentLogger } from '@tutti/runtime';
import { aggregateIdFrom } from '@tutti/service-kit';
import { expect, test } from 'vitest';
import { channelsInMemory } from './channels.fixture';
import { channelDecider } from './channel.decider';
import { settleEnvironmentChannels } from './environment-channels';

const webhookTeams = 'https://example.com/hooks/one-000001';
const id = aggregateIdFrom('channel of WEBHOOK_TEAMS');

test('what a removed channel was sent with is forgotten, also when its removal was cut off before that', async () => {
  const { aggregates, channels, entries } = channelsInMemory();
  const parts = { aggregates, channels, logger: silentLogger };
  await settleEnvironmentChannels(parts, { webhookTeams });
  expect(entries.size).toBe(1);
  await aggregates.handle(channelDecider, id, { type: 'RemoveChannel', byEnvironment: true });
  expect(entries.size).toBe(1);
  await settleEnvironmentChannels(parts, {});
  expect(entries.size).toBe(0);
});
