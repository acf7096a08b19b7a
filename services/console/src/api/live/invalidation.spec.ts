import { deviceEvents, deviceGroupEvents, enrolmentTokenEvents } from '@tutti/contracts/devices';
import { userEvents } from '@tutti/contracts/identity';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { keys } from '../keys';
import { staleKeys } from './invalidation';

const about = (subject: string) => ({ subject }) as LoggedEvent;

test('an event makes stale what shows its subject, once', () => {
  expect(staleKeys([about('devices/device/d1'), about('devices/device/d2')])).toEqual([
    keys.devices,
    keys.enrolments,
    keys.groups,
  ]);
  expect(staleKeys([about('devices/enrolment-token/t1')])).toEqual([keys.tokens]);
  expect(staleKeys([about('training/run/r1')])).toEqual([]);
});

test('no aggregate that the console shows is forgotten', () => {
  for (const { context, aggregate } of [deviceEvents, deviceGroupEvents, enrolmentTokenEvents, userEvents])
    expect(staleKeys([about(`${context}/${aggregate}/x`)])).not.toEqual([]);
});
