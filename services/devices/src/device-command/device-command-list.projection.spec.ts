import type { DeviceCommandEvent } from '@tutti/contracts/devices';
import type { Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import {
  accepted,
  cancelled,
  cancelRefused,
  cancelRequested,
  deviceId,
  expired,
  failed,
  failure,
  issued,
  result,
  succeeded,
} from './device-command.fixture';
import { deviceCommandListProjection, type DeviceCommandRow } from './device-command-list.projection';

const late: DeviceCommandEvent = {
  type: 'CommandReportedLate',
  data: { deviceId, outcome: { state: 'failed', failure } },
};

const row = (...events: readonly DeviceCommandEvent[]): DeviceCommandRow | undefined =>
  events.reduce<DeviceCommandRow | undefined>((before, event, index) => {
    const metadata = { authId: index === 0 ? 'user:one' : `device:${deviceId}` };
    const aggregateVersion = index + 1;
    const recorded = { event, aggregateId: 'c', aggregateVersion, time: new Date(index), metadata };
    return deviceCommandListProjection.project(before, recorded as Recorded<DeviceCommandEvent>);
  }, undefined);

describe('the list of commands', () => {
  test('says who asked for what', () =>
    expect(row(issued)).toMatchObject({
      id: 'c',
      deviceId,
      kind: 'infer',
      status: 'issued',
      issuedBy: 'user:one',
      version: 1,
    }));

  test.each([
    [[accepted], { status: 'accepted', acceptedAt: 1, finishedAt: null }],
    [[accepted, cancelRequested(1)], { status: 'cancelling' }],
    [[accepted, cancelRequested(1), cancelRefused], { status: 'accepted', cancelRefusal: 'Too late.' }],
    [[accepted, succeeded], { status: 'succeeded', finishedAt: 2, result }],
    [[failed], { status: 'failed', failure }],
    [[expired], { status: 'expired', finishedAt: 1 }],
    [[cancelled('forced')], { status: 'cancelled', cancelCause: 'forced' }],
    [[expired, late], { status: 'expired', late: { state: 'failed', failure } }],
  ])('follows what happens', (events, expected) => expect(row(issued, ...events)).toMatchObject(expected));

  test('knows nothing of a command whose beginning it did not see', () =>
    expect(row(succeeded)).toBeUndefined());
});
