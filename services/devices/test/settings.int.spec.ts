import type { NatsConnection } from '@nats-io/transport-node';
import type { Device, Inference, InferenceRates } from '@tutti/contracts/devices';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { transaction } from '@tutti/database';
import { openBucket } from '@tutti/nats-server';
import type { SimulatedDevice } from '@tutti/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { warningTable } from '../src/warning/warning.table';
import { Fleet, hasty } from './fleet.fixture';

const sampling = {
  threshold: 0.9,
  boxes: null,
  margin: null,
  entropy: null,
  audit: 0.01,
  perDay: 100,
  bytesPerDay: 1_000_000,
};

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start({
    settings: { ...hasty, warnings: { gatherMs: 200, pauseMs: 1500, mostPerDevice: 2 } },
  });
});
afterAll(() => fleet.stop());

/** In the read model, too. */
const joined = async (serial: string): Promise<SimulatedDevice & { readonly id: string }> => {
  const device = await fleet.registered(serial);
  await fleet.eventually(() => fleet.show(device));
  return device;
};

const twinOf = async ({ id }: SimulatedDevice, key: string): Promise<unknown> => {
  const bucket = await openBucket(fleet.devices.parts.base.connection, 'twin');
  return (await bucket.get(`${id}.${key}`))?.json();
};

describe('settings of a device (S3-23)', () => {
  test('are set as a whole, stand in its twin with their position, and what it makes of them is shown', async () => {
    const device = await joined('SN-settings');
    expect(await fleet.show(device)).toMatchObject({
      settings: { sampling: null, warningScore: null },
      sampling: { applied: null, isCurrent: true, frames: null },
    });
    const path = `PUT /devices/${device.id}/settings`;
    const { status, body, position } = await fleet.change(path, device, { sampling, warningScore: 0.6 });
    expect([status, body]).toMatchObject([
      200,
      { settings: { sampling, warningScore: 0.6 }, sampling: { isCurrent: false } },
    ]);
    const settings = { sampling, warningScore: 0.6 };
    await fleet.eventually(async () =>
      expect(await twinOf(device, 'settings')).toMatchObject({ position: Number(position), settings }),
    );
    const connection = await device.connect();
    const applied = { source: 'server', policy: sampling };
    const report = { seq: 1, at: new Date().toISOString(), topic: 'settings', sampling: applied };
    const frames = { waiting: 2, bytes: 3000, dropped: 1, chosenToday: 5, bytesToday: 7000 };
    await device.publish(connection, 'reported', [{ ...report, position: Number(position) }]);
    await device.publish(connection, 'heartbeat', [device.heartbeat({ frames })]);
    await fleet.eventually(async () =>
      expect((await fleet.show(device)).sampling).toEqual({ applied, isCurrent: true, frames }),
    );
    const again = await fleet.change(path, device, { sampling, warningScore: 0.6 });
    expect(again).toMatchObject({ status: 422, body: { code: 'device.nothing-changed' } });
    await connection.close();
  });

  test('need a look before, a right, and sense', async () => {
    const device = await joined('SN-refused');
    const path = `PUT /devices/${device.id}/settings`;
    const json = { sampling: null, warningScore: 0.5 };
    expect((await fleet.call(path, { json })).status).toBe(428);
    expect((await fleet.call(path, { json, headers: { 'if-match': '"999"' } })).status).toBe(412);
    const { etag } = await fleet.call(`GET /devices/${device.id}`);
    expect((await fleet.call(path, { as: 'user', json, headers: { 'if-match': etag } })).status).toBe(403);
    for (const wrong of [
      { ...json, warningScore: 1.1 },
      { warningScore: 1 },
      { ...json, sampling: { ...sampling, audit: 2 } },
    ])
      expect((await fleet.change(path, device, wrong)).status).toBe(400);
  });

  test('end with the life of a device', async () => {
    const device = await joined('SN-over');
    const path = `PUT /devices/${device.id}/settings`;
    await fleet.change(path, device, { sampling, warningScore: 0.6 });
    await fleet.change(`DELETE /devices/${device.id}`, device);
    await fleet.eventually(async () =>
      expect(await twinOf(device, 'settings')).toMatchObject({
        settings: { sampling: null, warningScore: null },
      }),
    );
    expect((await fleet.show(device)).settings).toEqual({ sampling: null, warningScore: null });
  });
});

describe('results below the warning score', () => {
  let device: SimulatedDevice & { readonly id: string };
  let connection: NatsConnection;
  beforeAll(async () => {
    device = await joined('SN-warned');
    connection = await device.connect();
    await fleet.change(`PUT /devices/${device.id}/settings`, device, { sampling: null, warningScore: 0.6 });
    await fleet.eventually(async () => expect((await fleet.show(device)).settings.warningScore).toBe(0.6));
  });
  let beats: NodeJS.Timeout | undefined;
  afterEach(() => clearInterval(beats));
  afterAll(() => connection.close());
  const told = async (): Promise<LoggedEvent[]> => {
    const { items } = await fleet.ok<{ items: LoggedEvent[] }>(`GET /devices/${device.id}/events`);
    return items.filter(({ type }) => type === 'tutti.devices.DeviceWarned');
  };
  const beat = (): void => {
    beats = setInterval(() => void device.publish(connection, 'heartbeat', [device.heartbeat()]), 200);
  };

  test('are marked, counted and told of once for many; a repeat counts no second time', async () => {
    const scores = [0.59, 0.6, 0.2, 0.9];
    const results = scores.map((score) => device.inference({ score, probabilities: {} }));
    await device.publish(connection, 'inference', results);
    await device.publish(connection, 'inference', results);
    beat();
    await fleet.eventually(async () => expect(await told()).toHaveLength(1));
    const [{ data, authId } = { data: {}, authId: '' }] = await told();
    expect(data).toMatchObject({ model: 'digits', below: 0.6, count: 2, lowest: 0.2 });
    expect(authId).toBe('process:warnings');
    const { items } = await fleet.ok<{ items: Inference[] }>(
      `GET /inferences?deviceId=${device.id}&q=warning==true&sort=score:ASC`,
    );
    expect(items.map(({ score, warning }) => [score, warning])).toEqual([
      [0.2, true],
      [0.59, true],
    ]);
    const rates = await fleet.ok<InferenceRates>(`GET /inferences/rates?deviceId=${device.id}`);
    expect(rates.total).toMatchObject({ count: 4, warnings: 2 });
    await device.publish(connection, 'inference', [device.inference({ score: 0.1, probabilities: {} })]);
    await device.publish(connection, 'inference', [device.inference({ score: 0.3, probabilities: {} })]);
    await fleet.eventually(async () => expect(await told()).toHaveLength(2));
    expect((await told())[0]?.data).toMatchObject({ count: 2, lowest: 0.1 });
  });

  test('say nothing where a detector found nothing', async () => {
    const model = { name: 'cells', version: 'v1.0', digest: 'c'.repeat(64), task: 'detection' } as const;
    const none = device.inference({ model, label: '', score: 0, probabilities: {}, boxes: [] });
    await device.publish(connection, 'inference', [none]);
    await fleet.eventually(async () => {
      const { items } = await fleet.ok<{ items: Inference[] }>(
        `GET /inferences?deviceId=${device.id}&q=model==cells`,
      );
      expect(items.map(({ warning }) => warning)).toEqual([false]);
    });
  });

  test('are told of by who comes after: what was taken out and not told is told again, once', async () => {
    const { database } = fleet.devices.parts.base;
    const telling = { results: 7, lowest: 0.1, below: 0.6, since: 1, until: 5001 };
    const key = { deviceId: device.id, model: 'other', modelVersion: 'v2.0' };
    const nothing = { results: 0, lowest: null, below: null, since: null, until: null, toldAt: null };
    await transaction(database, (manager) => manager.insert(warningTable, { ...key, ...nothing, telling }));
    beat();
    const ofOther = async () => (await told()).filter(({ data }) => data['model'] === 'other');
    await fleet.eventually(async () => expect(await ofOther()).toHaveLength(1));
    expect((await ofOther())[0]?.data).toMatchObject({ count: 7, windowMs: 5000, lowest: 0.1 });
  });
});

test('a list can be asked of devices that are set', async () => {
  const { items } = await fleet.ok<{ items: Device[] }>('GET /devices?q=serial==SN-warned');
  expect(items).toMatchObject([{ settings: { warningScore: 0.6 } }]);
});
