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

/** Tutti is started anew with these. */
const restart = async (more: Partial<ChannelSettings>): Promise<readonly Channel[]> => {
  await service.close();
  Object.assign(settings, more);
  await service.open();
  return (await service.ok<{ items: readonly Channel[] }>('GET /channels')).items;
};

test('WEBHOOK_TEAMS is a channel: set, changed, used, kept from people, and gone (S0-41)', async () => {
  expect(await restart({})).toEqual([]);
  const [first] = await restart({ webhookTeams: `${sink.url}/hook-one` });
  expect(first).toMatchObject({ name: 'Teams', kind: 'teams', fromEnvironment: true, version: 1 });
  expect(await restart({})).toMatchObject([{ version: 1 }]);
  const [second] = await restart({ webhookTeams: `${sink.url}/hook-two` });
  expect(second).toMatchObject({ id: first?.id, version: 2 });

  const path = `/channels/${first?.id}`;
  await service.ok(`POST ${path}/test`);
  await service.eventually(() => expect(sink.at('/hook-two')).toHaveLength(1));
  const json = { address: `${sink.url}/mine` };
  expect((await service.change(`PATCH ${path}`, path, { json })).code).toBe('channel.from-environment');
  expect((await service.change(`DELETE ${path}`, path)).code).toBe('channel.from-environment');
  expect((await service.change(`PATCH ${path}`, path, { json: { name: 'Plant' } })).status).toBe(200);

  expect(await restart({ webhookTeams: undefined })).toEqual([]);
  expect(await restart({ webhookTeams: `${sink.url}/hook-two` })).toMatchObject([{ id: first?.id }]);
});

test('a summary server without its key is said in the log, and hinders nothing', async () => {
  const channels = await restart({ summaryServerUrl: sink.url });
  expect(channels.filter(({ kind }) => kind === 'summary-server')).toEqual([]);
  expect(service.logged).toContainEqual(
    expect.objectContaining({ level: 50, variable: 'DAILY_SUMMARY_SERVER_URL' }),
  );
  const keyed = await restart({ summaryServerKey: 'twk_0123456789abcdef' });
  expect(keyed).toContainEqual(expect.objectContaining({ kind: 'summary-server', fromEnvironment: true }));
});
