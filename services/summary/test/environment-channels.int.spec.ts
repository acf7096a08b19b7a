import type { Channel } from '@tutti/contracts/summary';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChannelSettings } from '../src/channel/channel-settings';
import { Sink } from './sink.fixture';
import { TestSummary } from './summary.fixture';

let sink: Sink;
let service: TestSummary;
const settings: { -readonly [Key in keyof ChannelSettings]: ChannelSettings[Key] } = {};
beforeAll(async () => {
  sink = await Sink.start();
  service = await TestSummary.start({ channels: settings });
});
afterAll(async () => {
  await service.stop();
  await sink.stop();
});

/** Tutti is started anew with these, and soon has these channels. */
const restart = async (
  more: Partial<ChannelSettings>,
  wanted: readonly object[],
): Promise<readonly Channel[]> => {
  await service.close();
  Object.assign(settings, more);
  await service.open();
  return channels(wanted);
};

/** What is done at the start is in the list a moment later. */
const channels = async (wanted: readonly object[]): Promise<readonly Channel[]> => {
  let found: readonly Channel[] = [];
  await service.eventually(async () => {
    found = (await service.ok<{ items: readonly Channel[] }>('GET /channels')).items;
    expect(found).toMatchObject(wanted);
  });
  return found;
};

test('WEBHOOK_TEAMS is a channel: set, changed, used, kept from people, and gone (S0-41)', async () => {
  await restart({}, []);
  const teams = { name: 'Teams', kind: 'teams', fromEnvironment: true };
  const [first] = await restart({ webhookTeams: `${sink.url}/hook-one` }, [{ ...teams, version: 1 }]);
  const id = first?.id;
  await restart({}, [{ id, version: 1 }]);
  await restart({ webhookTeams: `${sink.url}/hook-two` }, [{ id, version: 2 }]);

  const path = `/channels/${id}`;
  await service.ok(`POST ${path}/test`);
  await service.eventually(() => expect(sink.at('/hook-two')).toHaveLength(1));
  const json = { address: `${sink.url}/mine` };
  expect((await service.change(`PATCH ${path}`, path, { json })).code).toBe('channel.from-environment');
  expect((await service.change(`DELETE ${path}`, path)).code).toBe('channel.from-environment');
  expect((await service.change(`PATCH ${path}`, path, { json: { name: 'Plant' } })).status).toBe(200);

  await restart({ webhookTeams: undefined }, []);
  await restart({ webhookTeams: `${sink.url}/hook-two` }, [{ id }]);
});

test('a summary server without its key is said in the log, and hinders nothing', async () => {
  const before = await restart({ summaryServerUrl: sink.url }, [{ kind: 'teams' }]);
  expect(before).toHaveLength(1);
  expect(service.logged).toContainEqual(
    expect.objectContaining({ level: 50, variable: 'DAILY_SUMMARY_SERVER_URL' }),
  );
  const kinds = (await restart({ summaryServerKey: 'twk_0123456789abcdef' }, [{}, {}])).map(
    ({ kind, fromEnvironment }) => [kind, fromEnvironment],
  );
  expect(kinds).toContainEqual(['summary-server', true]);
});
