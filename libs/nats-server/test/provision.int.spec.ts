import { jetstreamManager, type StreamConfig } from '@nats-io/jetstream';
import { type NatsConnection } from '@nats-io/transport-node';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { provision, readLogIncarnation, StreamConfigRefused } from '../src/index';
import { definitions } from '../src/streams/definitions';
import { differences } from '../src/streams/provision';
import { startTestNats, type TestNats } from '../src/testing/test-nats';

let nats: TestNats;
let setup: NatsConnection;
let admin: NatsConnection;
beforeEach(async () => {
  nats = await startTestNats({ provisioned: false });
  [setup, admin] = [await nats.connect('setup'), await nats.connectAdmin()];
});
afterEach(() => nats.stop());

const options = { telemetryBytes: 8 * 1024 * 1024 };
const configOf = async (stream: string): Promise<StreamConfig> =>
  (await (await jetstreamManager(admin)).streams.info(stream)).config;

it('makes every log and bucket as asked, and nothing else', async () => {
  await provision(setup, options);
  const found: string[] = [];
  for await (const { config } of (await jetstreamManager(admin)).streams.list()) found.push(config.name);
  const asked = definitions(options);
  expect(found.sort()).toEqual(asked.map(({ name }) => name).sort());
  for (const definition of asked)
    expect(differences(definition, await configOf(definition.name))).toEqual([]);
});

it('keeps the log and its incarnation when it runs again; two at once agree on one', async () => {
  await Promise.all([provision(setup, options), provision(await nats.connect('setup'), options)]);
  const devices = await nats.connect('devices');
  const incarnation = await readLogIncarnation(devices);
  expect(incarnation).toMatch(/^[0-9a-f-]{36}$/);
  await provision(setup, options);
  await nats.restart();
  expect(await readLogIncarnation(devices)).toBe(incarnation);
});

it('another log is another incarnation', async () => {
  await provision(setup, options);
  const before = await readLogIncarnation(admin);
  await (await jetstreamManager(admin)).streams.delete('LOG');
  await expect(readLogIncarnation(admin)).rejects.toThrow('not found');
  await provision(setup, options);
  expect(await readLogIncarnation(admin)).not.toBe(before);
});

it('adjusts what may change: retention by configuration', async () => {
  await provision(setup, options);
  await provision(setup, { ...options, telemetryDays: 3 });
  expect((await configOf('TELEMETRY')).max_age).toBe(3 * 24 * 3_600 * 1e9);
});

it('puts back what somebody loosened', async () => {
  await provision(setup, options);
  const { streams } = await jetstreamManager(admin);
  await streams.update('LOG', { ...(await configOf('LOG')), max_age: 3_600 * 1e9 });
  await provision(setup, options);
  expect((await configOf('LOG')).max_age).toBe(0);
});

it('refuses what it cannot change, and says what is wrong', async () => {
  const { streams } = await jetstreamManager(admin);
  await streams.add({ name: 'LOG', subjects: ['evt.>'], storage: 'memory' });
  const refusal: unknown = await provision(setup, options).catch((error: unknown) => error);
  if (!(refusal instanceof StreamConfigRefused)) throw new Error('not refused');
  expect(refusal.message).toContain('LOG.storage is "memory", must be "file"');
  await expect(readLogIncarnation(admin)).rejects.toThrow('not created by Tutti');
});

it('sees an option that a server silently left out', () => {
  const [log] = definitions(options);
  if (log === undefined) throw new Error('no LOG');
  const { allow_atomic, ...older } = log;
  expect(differences(log, older)).toEqual([
    { stream: 'LOG', setting: 'allow_atomic', asked: allow_atomic, found: undefined },
  ]);
});

it('an event cannot be removed, by anybody', async () => {
  await provision(setup, options);
  const manager = await jetstreamManager(admin);
  await manager.jetstream().publish('evt.devices.device.d1', '[]');
  await expect(manager.streams.deleteMessage('LOG', 1)).rejects.toThrow();
  await expect(manager.streams.purge('LOG')).rejects.toThrow();
  await expect(
    manager.streams.update('LOG', { ...(await configOf('LOG')), deny_purge: false }),
  ).rejects.toThrow();
});
