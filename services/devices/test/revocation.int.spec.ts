import type { NatsConnection } from '@nats-io/transport-node';
import { fingerprintOf, type DeviceCredentials } from '@tutti/contracts/devices';
import { Aggregates, JetStreamEventLog, KvSnapshotStore } from '@tutti/event-store';
import type { SimulatedDevice } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceDecider } from '../src/device/device.decider';
import type { Answered } from './answered.fixture';
import { Fleet } from './fleet.fixture';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start();
});
afterAll(() => fleet.stop());

interface Connected {
  readonly device: SimulatedDevice;
  readonly credentials: DeviceCredentials;
  readonly connection: NatsConnection;
}

const connected = async (serial: string): Promise<Connected> => {
  const device = await fleet.registered(serial);
  await fleet.eventually(() => fleet.show(device));
  const credentials = await device.credentials();
  return { device, credentials, connection: await device.connect(credentials) };
};

/** Milliseconds from the answer to a command until the server has ended the connection. */
const endedAfter = async (command: () => Promise<Answered>, connection: NatsConnection): Promise<number> => {
  const closed = connection.closed().then(() => performance.now());
  const { status } = await command();
  const answered = performance.now();
  expect(status).toBeLessThan(300);
  return (await closed) - answered;
};

describe('within a second, while it is connected', () => {
  test('a retired device is out and stays out', async () => {
    const { device, credentials, connection } = await connected('SN-retire');
    expect(
      await endedAfter(() => fleet.change(`DELETE /devices/${device.id}`, device), connection),
    ).toBeLessThan(1000);
    await expect(device.connect(credentials)).rejects.toThrow(/authori/i);
    await expect(device.credentials()).rejects.toThrow('device.token-invalid');
  });

  test('a suspended device is out until it is resumed, then back with the same pass', async () => {
    const { device, credentials, connection } = await connected('SN-suspend');
    expect(
      await endedAfter(() => fleet.change(`POST /devices/${device.id}/suspend`, device, {}), connection),
    ).toBeLessThan(1000);
    await expect(device.connect(credentials)).rejects.toThrow(/authori/i);
    expect((await fleet.change(`POST /devices/${device.id}/resume`, device)).status).toBe(200);
    const again = await fleet.eventually(() => device.connect(credentials));
    await device.publish(again, 'heartbeat', [device.heartbeat()]);
    await again.close();
  });

  test('the old key of a device that got a new one', async () => {
    const { device, connection } = await connected('SN-rotate');
    const fresh = fleet.device('SN-rotate');
    await fresh.ask();
    const json = { keyFingerprint: fingerprintOf(fresh.publicKey) };
    expect(
      await endedAfter(() => fleet.call(`POST /enrolments/${device.id}/accept`, { json }), connection),
    ).toBeLessThan(1000);
    const next = await fresh.connect();
    await fresh.publish(next, 'heartbeat', [fresh.heartbeat()]);
    await next.close();
  });
});

test('others are not disturbed', async () => {
  const [victim, bystander] = [await connected('SN-victim'), await connected('SN-bystander')];
  await endedAfter(
    () => fleet.change(`DELETE /devices/${victim.device.id}`, victim.device),
    victim.connection,
  );
  expect(bystander.connection.isClosed()).toBe(false);
  await bystander.device.publish(bystander.connection, 'heartbeat', [bystander.device.heartbeat()]);
  await bystander.connection.close();
});

test('who was retired while nobody watched is out as soon as the service is back', async () => {
  const { device, credentials, connection } = await connected('SN-away');
  await fleet.close();
  const writer = await fleet.nats.connect('devices');
  const log = await JetStreamEventLog.open(writer);
  const aggregates = new Aggregates(log, await KvSnapshotStore.open(writer));
  await aggregates.handle(deviceDecider, device.id ?? '', { type: 'RetireDevice' });
  expect(connection.isClosed()).toBe(false);
  await fleet.open();
  await connection.closed();
  await expect(device.connect(credentials)).rejects.toThrow(/authori/i);
});

test('the list survives a restart of nats-server', async () => {
  const { device, credentials, connection } = await connected('SN-restart');
  await endedAfter(() => fleet.change(`DELETE /devices/${device.id}`, device), connection);
  await fleet.nats.restart();
  await expect(device.connect(credentials)).rejects.toThrow(/authori/i);
});

test('a device can speak for itself only', async () => {
  const { device, connection } = await connected('SN-self');
  const other = await fleet.registered('SN-somebody');
  const denied = new Promise<string>((resolve) => {
    void (async () => {
      for await (const status of connection.status())
        if (status.type === 'error') resolve(String(status.error));
    })();
  });
  connection.publish(
    `tel.${other.id}.heartbeat`,
    JSON.stringify({ journal: 'x', entries: [other.heartbeat()] }),
  );
  expect(await denied).toMatch(/permissions violation/i);
  await device.publish(connection, 'heartbeat', [device.heartbeat()]);
  await connection.close();
});
