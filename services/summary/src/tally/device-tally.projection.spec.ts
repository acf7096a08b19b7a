import type { DeviceEvent } from '@tutti/contracts/devices';
import { fold } from '@tutti/testing';
import { expect, test } from 'vitest';
import { deviceTallyProjection } from './device-tally.projection';

const told = (type: DeviceEvent['type'], data: object = {}) => ['d', type, data] as const;
const of = (...history: Parameters<typeof fold>[1][]) => fold(deviceTallyProjection, ...history)['d'];
const joined = [
  told('DeviceRequested', { serial: 'SN-1' }),
  told('DeviceRegistered', { name: 'Line 1' }),
  told('DeviceWentOnline'),
] as const;

test('what is retired was online on the days before, if it was', () => {
  expect(of(...joined, told('DeviceRetired'))).toMatchObject({ lifecycle: 'retired', online: true });
  const silent = told('DeviceWentOffline', { lastSeenAt: '1970-01-01T00:00:02.500Z' });
  expect(of(...joined, silent, told('DeviceRetired'))).toMatchObject({ online: false, silentSince: 2500 });
});

test('what is registered anew is offline until it comes', () => {
  const again = [...joined, told('DeviceRetired'), told('DeviceRequested', { serial: 'SN-1' })];
  expect(of(...again, told('DeviceRegistered', { name: 'Line 2' }))).toMatchObject({
    ...{ lifecycle: 'registered', online: false, changedAt: 5000, silentSince: 5000 },
    past: [
      { was: 'unknown', until: 0 },
      { was: 'requested', until: 1000 },
      { was: 'registered', until: 3000 },
      { was: 'retired', until: 4000 },
      { was: 'requested', until: 5000 },
    ],
  });
});

test('what gets another key stays as it is', () =>
  expect(of(...joined, told('DeviceRegistered', { name: 'Line 1' }))).toMatchObject({
    online: true,
    changedAt: 2000,
  }));
