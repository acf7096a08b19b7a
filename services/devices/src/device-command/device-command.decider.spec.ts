import { deviceErrors, type DeviceCommandEvent } from '@tutti/contracts/devices';
import { given } from '@tutti/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { deviceCommandDecider, type DeviceCommandCommand } from './device-command.decider';
import {
  accepted,
  another,
  cancelled,
  cancelRefused,
  cancelRequested,
  deadline,
  expired,
  failed,
  issue,
  issued,
  report,
  result,
  said,
  succeeded,
} from './device-command.fixture';

const refused = new Set<string>();
const command = (...events: readonly DeviceCommandEvent[]) => {
  const { when } = given(deviceCommandDecider, ...events);
  return (asked: DeviceCommandCommand) => {
    const outcome = when(asked);
    const isRefused = (code: keyof typeof deviceErrors): void => {
      refused.add(code);
      outcome.isRefused(code);
    };
    return { gives: (...expected: readonly DeviceCommandEvent[]) => outcome.gives(...expected), isRefused };
  };
};
const cancel: DeviceCommandCommand = { type: 'CancelCommand', force: false };
const force: DeviceCommandCommand = { type: 'CancelCommand', force: true };
const expire: DeviceCommandCommand = { type: 'ExpireCommand', at: deadline };
const late = (outcome: { state: 'succeeded'; result: typeof result }): DeviceCommandEvent => ({
  type: 'CommandReportedLate',
  data: { deviceId: 'd'.repeat(26), outcome },
});

afterAll(() => {
  const mine = Object.keys(deviceErrors).filter((code) => code.startsWith('device-command.'));
  const atTheDoor = ['picture-missing', 'picture-invalid', 'bytes-gone', 'not-running'];
  expect([...refused, ...atTheDoor.map((name) => `device-command.${name}`)]).toEqual(
    expect.arrayContaining(mine),
  );
});

describe('a command is issued (S2-5)', () => {
  test('with the usual deadline of its kind', () => command()(issue).gives(issued));
  test('with a deadline of its own', () =>
    command()({ ...issue, expiresInSeconds: 60 } as DeviceCommandCommand).gives({
      type: 'CommandIssued',
      data: { ...issued.data, deadline: '2026-11-26T12:01:00.000Z' } as never,
    }));
  test.each([1, 86_401])('never with one of %s seconds', (expiresInSeconds) =>
    command()({ ...issue, expiresInSeconds } as DeviceCommandCommand).isRefused(
      'device-command.deadline-invalid',
    ),
  );
  test('once', () => command(issued)(issue).isRefused('device-command.already-issued'));
  test('to a device that is there', () =>
    command()({ ...issue, device: 'initial' } as DeviceCommandCommand).isRefused('device.not-found'));
  test.each(['requested', 'suspended', 'rejected', 'retired'] as const)('not to one that is %s', (device) =>
    command()({ ...issue, device } as DeviceCommandCommand).isRefused('device.not-registered'),
  );
  test('not as the eleventh that is open', () => {
    command()({ ...issue, open: 9 } as DeviceCommandCommand).gives(issued);
    command()({ ...issue, open: 10 } as DeviceCommandCommand).isRefused('device-command.too-many-open');
  });
});

describe('a device reports', () => {
  test('that it accepts, once', () => {
    command(issued)(said.accepted).gives(accepted);
    command(issued, accepted)(said.accepted).gives();
  });
  test('how far it is: that is no event, but it has accepted', () => {
    command(issued)(said.running).gives(accepted);
    command(issued, accepted)(said.running).gives();
  });
  test.each([[[issued]], [[issued, accepted]], [[issued, accepted, cancelRequested(1)]]])(
    'the end, however much of its story is missing',
    (events) => {
      command(...events)(said.succeeded).gives(succeeded);
      command(...events)(said.failed).gives(failed);
    },
  );
  test('the end twice', () => {
    command(issued, succeeded)(said.succeeded).gives();
    command(issued, failed)(said.failed).gives();
    command(issued, cancelled('user'))(said.cancelled).gives();
  });
  test('that it accepted, after the end', () => command(issued, succeeded)(said.accepted).gives());
  test('that it will not', () => command(issued)(said.cancelled).gives(cancelled('device')));
  test('only on its own commands', () =>
    command(issued)(report(said.succeeded.report, another)).isRefused('device-command.not-yours'));
  test('only on what exists', () => command()(said.succeeded).isRefused('device-command.not-found'));
  test('only what fits the command', () => {
    const logs = { kind: 'collect-logs', sha256: 'b'.repeat(64), bytes: 1, lines: 1 } as const;
    const wrong = report({ state: 'succeeded', result: logs });
    command(issued)(wrong).isRefused('device-command.report-invalid');
    command(issued, expired)(wrong).isRefused('device-command.report-invalid');
  });
});

describe('a cancel', () => {
  test('closes at once what no device has accepted', () => command(issued)(cancel).gives(cancelled('user')));
  test('asks a device that has accepted', () => command(issued, accepted)(cancel).gives(cancelRequested(1)));
  test('asks once', () => command(issued, accepted, cancelRequested(1))(cancel).gives());
  test('that the device heeds is the person’s', () =>
    command(issued, accepted, cancelRequested(1))(said.cancelled).gives(cancelled('user')));
  test('that is refused returns to where it was, and may be asked again', () => {
    command(issued, accepted, cancelRequested(1))(said.refused(1)).gives(cancelRefused);
    const back = [issued, accepted, cancelRequested(1), cancelRefused];
    command(...back)(said.refused(1)).gives();
    command(...back)(said.succeeded).gives(succeeded);
    command(...back)(cancel).gives(cancelRequested(2));
    command(...back, cancelRequested(2))(said.refused(1)).gives();
  });
  test('by force asks nobody', () => {
    command(issued, accepted)(force).gives(cancelled('forced'));
    command(issued, accepted, cancelRequested(1))(force).gives(cancelled('forced'));
  });
  test('needs something to cancel', () => {
    command()(cancel).isRefused('device-command.not-found');
    for (const end of [succeeded, failed, expired, cancelled('user')])
      command(issued, end)(cancel).isRefused('device-command.already-closed');
  });
});

describe('what ends without the device', () => {
  test('expires at its deadline and not before', () => {
    command(issued, accepted)(expire).gives(expired);
    command(issued)({ type: 'ExpireCommand', at: new Date(deadline.getTime() - 1) }).gives();
    command(issued, succeeded)(expire).gives();
    command()(expire).gives();
  });
  test('ends with its device', () => {
    command(issued)({ type: 'EndCommand', cause: 'device-retired' }).gives(cancelled('device-retired'));
    command(issued, succeeded)({ type: 'EndCommand', cause: 'device-retired' }).gives();
  });
  test('keeps its outcome whatever the device did all the same, which is on record once', () => {
    const outcome = { state: 'succeeded', result } as const;
    for (const end of [expired, cancelled('forced'), failed]) {
      command(issued, accepted, end)(said.succeeded).gives(late(outcome));
      command(issued, accepted, end, late(outcome))(said.succeeded).gives();
      command(issued, accepted, end, late(outcome))(said.cancelled).gives();
    }
  });
});
