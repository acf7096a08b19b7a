import { DeviceRecordServiceService } from '@tutti/contracts/gen/tutti/devices/v1/device_record';
import type { DeviceGroup } from '@tutti/contracts/devices';
import { GrpcCaller, type SimulatedDevice } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answered } from './answered.fixture';
import { Fleet } from './fleet.fixture';

let fleet: Fleet;
let device: SimulatedDevice & { readonly id: string };
beforeAll(async () => {
  fleet = await Fleet.start();
  device = await fleet.registered('SN-cut-off');
  await fleet.eventually(() => fleet.show(device));
});
afterAll(() => fleet.stop());

const define = (): Promise<Answered> =>
  fleet.call('POST /device-groups', {
    json: { name: 'Hall', filter: 'site==Seoul' },
    headers: { 'idempotency-key': 'define-hall' },
  });

test('nats-server away is a 503 to whoever asks or commands, and nothing is done twice', async () => {
  const caller = new GrpcCaller(fleet.grpc);
  const admin = await fleet.bearer('admin');
  await fleet.nats.kill9();
  const asked = Promise.all([
    fleet.call(`GET /devices/${device.id}?asOf=1`),
    fleet.call(`GET /devices/${device.id}/events`),
    fleet.call('GET /enrolments'),
    fleet.call('POST /device-commands', { json: { deviceId: device.id, kind: 'reload-model' } }),
    define(),
  ]);
  const called = caller.refused(
    DeviceRecordServiceService.listDeviceEvents,
    { id: device.id },
    admin,
    30_000,
  );
  for (const { status, code, headers } of await asked)
    expect([status, code, headers.get('retry-after')]).toEqual([503, 'log.unavailable', '1']);
  expect(await called).toMatchObject({ status: 'UNAVAILABLE', reason: 'LOG_UNAVAILABLE', retrySeconds: 1 });
  expect(fleet.lines.filter((line) => line.includes('"unexpected"'))).toEqual([]);
  await fleet.nats.restart();
  await fleet.eventually(async () => expect(await define()).toMatchObject({ status: 201 }));
  const { items } = await fleet.ok<{ items: DeviceGroup[] }>('GET /device-groups');
  expect(items.map(({ name }) => name)).toEqual(['Hall']);
  caller.close();
});
