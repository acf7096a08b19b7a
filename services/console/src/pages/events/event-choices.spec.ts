import type { LoggedEvent } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { aggregatesOf, contexts, matches, typesOf } from './event-choices';

test('each choice narrows the next', () => {
  expect(contexts).toEqual(['devices', 'datasets', 'training', 'deployment', 'summary', 'identity']);
  expect(aggregatesOf({ context: 'devices' })).toEqual([
    'device',
    'device-command',
    'device-group',
    'enrolment-token',
  ]);
  expect(typesOf({ aggregate: 'enrolment-token' })).toEqual([
    'tutti.devices.EnrolmentTokenIssued',
    'tutti.devices.EnrolmentTokenUsed',
    'tutti.devices.EnrolmentTokenRevoked',
  ]);
});

test('a live event is filtered as the server filters', () => {
  const event = { type: 'tutti.devices.DeviceResumed', subject: 'devices/device/d1' } as LoggedEvent;
  expect(matches(event, {})).toBe(true);
  expect(
    matches(event, { context: 'devices', aggregate: 'device', aggregateId: 'd1', type: 'DeviceResumed' }),
  ).toBe(true);
  for (const filter of [
    { context: 'identity' },
    { aggregate: 'user' },
    { aggregateId: 'd2' },
    { type: 'DeviceRetired' },
  ])
    expect(matches(event, filter)).toBe(false);
});
