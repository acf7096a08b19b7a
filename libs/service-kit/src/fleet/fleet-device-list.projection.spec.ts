import type { DeviceEvent } from '@tutti/contracts/devices';
import { expect, test } from 'vitest';
import { fleetDeviceListProjection, type FleetDeviceRow } from './fleet-device-list.projection';

const id = 'a'.repeat(26);
const [key, other] = [`U${'A'.repeat(55)}`, `U${'B'.repeat(55)}`];
const asked = (publicKey: string): DeviceEvent => ({
  type: 'DeviceRequested',
  data: {
    serial: 'SN-1',
    publicKey,
    hardware: { arch: 'x64', cpu: 'c', cores: 1, memoryBytes: 1 },
    os: { name: 'Debian', release: '12' },
    agentVersion: '1',
  },
});
const registered: DeviceEvent = {
  type: 'DeviceRegistered',
  data: { name: 'Line 1', publicKey: key, tags: { site: 'seoul' } },
};

const after = (...events: readonly DeviceEvent[]): FleetDeviceRow | undefined =>
  events.reduce<FleetDeviceRow | undefined>((row, event) => {
    const handled = (fleetDeviceListProjection.handles as readonly string[]).includes(event.type);
    const recorded = { event, aggregateId: id } as Parameters<typeof fleetDeviceListProjection.project>[1];
    return handled ? fleetDeviceListProjection.project(row, recorded) : row;
  }, undefined);

test.each<[string, readonly DeviceEvent[], Partial<FleetDeviceRow>]>([
  ['that asks is called by its serial', [asked(key)], { name: 'SN-1', lifecycle: 'requested' }],
  ['that was let in', [asked(key), registered], { name: 'Line 1', lifecycle: 'registered', publicKey: key }],
  ['that asks with a new key keeps the old one', [asked(key), registered, asked(other)], { publicKey: key }],
  [
    'whose new key was refused stays',
    [asked(key), registered, asked(other), { type: 'DeviceRejected', data: {} }],
    { lifecycle: 'registered', publicKey: key },
  ],
  [
    'with a new key',
    [asked(key), registered, { type: 'DeviceKeyRotated', data: { publicKey: other, previousKey: key } }],
    { publicKey: other },
  ],
  [
    'that was suspended and called otherwise',
    [
      asked(key),
      registered,
      { type: 'DeviceSuspended', data: {} },
      { type: 'DeviceDescribed', data: { name: 'Door' } },
    ],
    { lifecycle: 'suspended', name: 'Door' },
  ],
  [
    'that came back',
    [asked(key), registered, { type: 'DeviceSuspended', data: {} }, { type: 'DeviceResumed', data: {} }],
    { lifecycle: 'registered' },
  ],
  ['that was never let in', [asked(key), { type: 'DeviceRejected', data: {} }], { lifecycle: 'rejected' }],
  [
    'with other tags',
    [asked(key), registered, { type: 'DeviceTagged', data: { tags: { line: '2' } } }],
    { tags: { line: '2' } },
  ],
  [
    'that was retired and asks again is another one',
    [asked(key), registered, { type: 'DeviceRetired', data: {} }, asked(other)],
    { lifecycle: 'requested', publicKey: other, tags: {} },
  ],
  [
    'that went offline is what it was',
    [asked(key), registered, { type: 'DeviceWentOffline', data: { lastSeenAt: '2026-01-01T00:00:00.000Z' } }],
    { lifecycle: 'registered' },
  ],
])('a device %s', (_, events, row) => expect(after(...events)).toMatchObject({ id, serial: 'SN-1', ...row }));
