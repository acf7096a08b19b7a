import type { DeviceCommandEvent, DeviceEvent, TwinCommand } from '@tutti/contracts/devices';
import type { Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import {
  accepted,
  cancelled,
  cancelRequested,
  deadline,
  deviceId,
  expired,
  issued,
  order,
  succeeded,
} from './device-command.fixture';
import { deviceTwinProcess, type TwinState } from './device-twin.process';

type Input = DeviceCommandEvent | DeviceEvent;
const suspended: DeviceEvent = { type: 'DeviceSuspended', data: {} };
const resumed: DeviceEvent = { type: 'DeviceResumed', data: {} };
const retired: DeviceEvent = { type: 'DeviceRetired', data: {} };

const recorded = (event: Input, aggregateId: string, position: number) =>
  ({ event, aggregateId, position }) as Recorded<never>;

/** Reacts to events, each with the command that it is of; answers with the last reaction and the state. */
const reacting = (...inputs: readonly (readonly [Input, string?])[]) => {
  let state: TwinState = deviceTwinProcess.initialState;
  let last = {};
  inputs.forEach(([event, id = 'one'], index) => {
    const reaction = deviceTwinProcess.react(
      state,
      { kind: 'event', recorded: recorded(event, id, index + 1) },
      deviceId,
    );
    state = reaction.state ?? deviceTwinProcess.initialState;
    last = reaction;
  });
  return last;
};
const wish = (id: string, extra: Partial<TwinCommand> = {}): TwinCommand => ({
  id,
  order,
  deadline: deadline.toISOString(),
  ...extra,
});
const written = (position: number, ...commands: readonly TwinCommand[]) => ({
  type: 'WriteCommands',
  deviceId,
  commands,
  position,
});

describe('the twin of a device', () => {
  test('lists its open commands, oldest first, and each has a timer', () =>
    expect(reacting([issued], [issued, 'two'])).toMatchObject({
      outgoing: [written(2, wish('one'), wish('two'))],
      timers: [{ name: 'two', at: deadline }],
    }));

  test('does not change when one is accepted', () =>
    expect(reacting([issued], [accepted])).toEqual({ state: { open: [wish('one')], left: null } }));

  test('asks to stop, by number', () =>
    expect(reacting([issued], [accepted], [cancelRequested(2)])).toMatchObject({
      outgoing: [written(3, wish('one', { cancel: 2 }))],
    }));

  test.each([succeeded, expired, cancelled('user')])('forgets one that ended', (end) =>
    expect(reacting([issued], [issued, 'two'], [end])).toMatchObject({
      outgoing: [written(3, wish('two'))],
      cancel: ['one'],
    }),
  );

  test('ends with the last one: nothing is kept', () =>
    expect(reacting([issued], [succeeded])).toEqual({
      state: undefined,
      outgoing: [written(2)],
      cancel: ['one'],
    }));

  test('hears of an end twice', () =>
    expect(reacting([issued], [succeeded], [expired])).toEqual({ state: undefined }));
});

describe('time', () => {
  test('ends what waits for too long: the deadline is the server’s', () =>
    expect(
      deviceTwinProcess.react(
        { open: [wish('one')], left: null },
        { kind: 'timer', name: 'one', at: deadline },
        deviceId,
      ),
    ).toEqual({
      state: { open: [wish('one')], left: null },
      outgoing: [{ type: 'ExpireCommand', commandId: 'one' }],
    }));
});

describe('a device that leaves', () => {
  test.each([
    [suspended, 'device-suspended'],
    [retired, 'device-retired'],
  ] as const)('takes its commands with it', (event, cause) =>
    expect(reacting([issued], [issued, 'two'], [event, deviceId])).toMatchObject({
      outgoing: [
        { type: 'EndCommand', commandId: 'one', cause },
        { type: 'EndCommand', commandId: 'two', cause },
      ],
    }),
  );

  test('takes one along that was issued at the same moment', () =>
    expect(reacting([suspended, deviceId], [issued])).toEqual({
      state: { open: [], left: 'device-suspended' },
      outgoing: [{ type: 'EndCommand', commandId: 'one', cause: 'device-suspended' }],
    }));

  test('is welcome when it is back', () =>
    expect(reacting([suspended, deviceId], [resumed, deviceId], [issued])).toMatchObject({
      outgoing: [written(3, wish('one'))],
    }));
});

test('every event finds its device', () => {
  const { correlate } = deviceTwinProcess;
  expect(correlate(recorded(issued, 'one', 1))).toBe(deviceId);
  expect(correlate(recorded(retired, deviceId, 1))).toBe(deviceId);
});
