import {
  deviceCommandEvents,
  deviceEvents,
  deviceGroupEvents,
  enrolmentTokenEvents,
} from '@tutti/contracts/devices';
import { userEvents } from '@tutti/contracts/identity';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { keys } from '../keys';
import { staleKeys } from './invalidation';

const about = (subject: string, type = 'tutti.devices.Something') => ({ subject, type }) as LoggedEvent;

test('an event makes stale what shows its subject, once', () => {
  expect(staleKeys([about('devices/device/d1'), about('devices/device/d2')])).toEqual([
    keys.devices,
    keys.enrolments,
    keys.groups,
  ]);
  expect(staleKeys([about('devices/enrolment-token/t1')])).toEqual([keys.tokens]);
  expect(staleKeys([about('training/run/r1')])).toEqual([]);
});

test('a name is looked up again when it may be another', () => {
  const renamed = about('devices/device/d1', 'tutti.devices.DeviceDescribed');
  expect(staleKeys([renamed, renamed])).toContainEqual([...keys.names, 'device', 'd1']);
  expect(staleKeys([renamed, renamed])).toHaveLength(4);
});

test('no aggregate that the console shows is forgotten', () => {
  const shown = [deviceEvents, deviceCommandEvents, deviceGroupEvents, enrolmentTokenEvents, userEvents];
  for (const { context, aggregate } of shown)
    expect(staleKeys([about(`${context}/${aggregate}/x`)])).not.toEqual([]);
});
