import type { DeploymentEvent } from '@tutti/contracts/deployment';
import type { DeviceEvent } from '@tutti/contracts/devices';
import type { Reaction, Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import {
  accepted,
  activated,
  cancelRefused,
  cancelRequested,
  comparison,
  confirmed,
  deferred,
  deviceId,
  downloaded,
  failed,
  model,
  offer,
  offered,
  offeredAt,
  shadowed,
  superseded,
  timedOut,
  told,
  until,
  verified,
  warmedUp,
  wish,
} from './device-deployment.fixture';
import { deviceDeploymentProcess, type DeviceDeploymentEffect } from './device-deployment.process';
import type { DeviceState } from './device-models.state';

type Input = DeploymentEvent | DeviceEvent;
type Inputs = readonly (readonly [Input, string?])[];
type Reacted = Reaction<DeviceState, DeviceDeploymentEffect>;
const suspended: DeviceEvent = { type: 'DeviceSuspended', data: {} };
const resumed: DeviceEvent = { type: 'DeviceResumed', data: {} };
const retired: DeviceEvent = { type: 'DeviceRetired', data: {} };
const newer: DeploymentEvent = {
  type: 'DeploymentOffered',
  data: offer({ plannedAt: '2026-11-26T11:30:00.000Z' }),
};

const recorded = (event: Input, aggregateId: string, position: number) =>
  ({ event, aggregateId, position, time: offeredAt }) as Recorded<never>;

const { react, initialState } = deviceDeploymentProcess;

/** Reacts to events, each with the deployment that it is of; answers with the last reaction. */
const reacting = (...inputs: Inputs): Reacted => {
  let state: DeviceState = initialState;
  let last: Reacted = { state };
  inputs.forEach(([event, id = 'one'], index) => {
    last = react(state, { kind: 'event', recorded: recorded(event, id, index + 1) }, deviceId);
    state = last.state ?? initialState;
  });
  return last;
};
const onTimer = (name: string, ...inputs: Inputs): Reacted =>
  react(reacting(...inputs).state ?? initialState, { kind: 'timer', name, at: offeredAt }, deviceId);

const written = (position: number, id: string | null, more: { settled?: boolean; cancel?: number } = {}) => ({
  type: 'WriteModels',
  deviceId,
  wish:
    id === null
      ? null
      : (expect.objectContaining({ deploymentId: id, settled: false, model, ...more }) as unknown),
  position,
});
const minutesLater = (minutes: number): Date => new Date(offeredAt.getTime() + minutes * 60_000);

describe('the twin of a device', () => {
  test('names what is on its way', () =>
    expect(reacting([offered]).outgoing).toEqual([
      { type: 'WriteModels', deviceId, position: 1, wish: { ...wish, deploymentId: 'one', settled: false } },
    ]));

  test('then what was confirmed', () =>
    expect(reacting([offered], [accepted], [activated], [confirmed])).toMatchObject({
      outgoing: [written(4, 'one', { settled: true })],
      cancel: ['step', 'cancel'],
    }));

  test.each([failed, timedOut, superseded, told('DeploymentCancelled', { cause: 'user' })])(
    'goes back to what was confirmed before after %s',
    (end) => {
      const before = [[offered], [confirmed], [newer, 'two']] as const;
      expect(reacting(...before, [end, 'two']).outgoing).toEqual([written(4, 'one', { settled: true })]);
      expect(reacting([offered], [end]).outgoing).toEqual([written(2, null)]);
    },
  );

  test('does not keep a shadow', () => {
    expect(
      reacting([shadowed], [activated], [told('DeploymentAlreadyInstalled', { model })]).outgoing,
    ).toEqual([written(3, null)]);
  });

  test('does not change while the device goes on, nor with what comes late', () => {
    for (const step of [accepted, downloaded, verified, warmedUp, activated])
      expect(reacting([offered], [step]).outgoing).toEqual([]);
    const late = told('DeploymentReportedLate', { report: { state: 'already-installed' } });
    expect(reacting([offered], [failed], [late]).outgoing).toBeUndefined();
  });

  test('asks to stop, by number, until the device refuses', () => {
    expect(reacting([offered], [accepted], [cancelRequested(2)]).outgoing).toEqual([
      written(3, 'one', { cancel: 2 }),
    ]);
    const [effect] = reacting([offered], [cancelRequested(1)], [cancelRefused]).outgoing ?? [];
    expect(effect).toMatchObject({ type: 'WriteModels', position: 3 });
    expect(JSON.stringify(effect)).not.toContain('cancel');
  });
});

describe('time', () => {
  test.each([
    ['from the offer', [offered], 1440],
    ['for the download, after the random wait', [offered, accepted], 121],
    ['to install', [offered, downloaded], 30],
    ['to activate', [offered, warmedUp], 60],
    ['to confirm', [offered, activated], 40],
    ['to compare', [shadowed, activated], 100],
  ] as const)('%s', (_, events, minutes) =>
    expect(reacting(...events.map((event) => [event] as const)).timers).toEqual([
      { name: 'step', at: minutesLater(minutes) },
    ]),
  );

  test('counts from the window that the device waits for', () =>
    expect(reacting([offered], [deferred]).timers).toEqual([
      { name: 'step', at: new Date(Date.parse(until) + 3_600_000) },
    ]));

  test('is not begun anew within a step', () =>
    expect(reacting([offered], [downloaded], [verified]).timers).toBeUndefined());

  test('ends a step', () =>
    expect(onTimer('step', [offered], [accepted]).outgoing).toEqual([
      { type: 'TimeOut', deploymentId: 'one', step: 'download', at: offeredAt.getTime() },
    ]));

  test('is short for an answer to a cancel, and goes on where it was refused', () => {
    expect(reacting([offered], [accepted], [cancelRequested(1)])).toMatchObject({
      timers: [{ name: 'cancel', at: minutesLater(10) }],
      cancel: ['step'],
    });
    expect(reacting([offered], [cancelRequested(1)], [downloaded]).timers).toBeUndefined();
    expect(reacting([offered], [cancelRequested(1)], [downloaded], [cancelRefused])).toMatchObject({
      timers: [{ name: 'step', at: minutesLater(30) }],
      cancel: ['cancel'],
    });
    expect(onTimer('cancel', [offered], [cancelRequested(1)]).outgoing).toEqual([
      { type: 'EndUnanswered', deploymentId: 'one', cancel: 1, at: offeredAt.getTime() },
    ]);
  });

  test('that comes when nothing is open says nothing', () =>
    expect(onTimer('step', [offered], [failed]).outgoing).toBeUndefined());
});

describe('two deployments of one device', () => {
  test('the newer plan goes before the older one', () =>
    expect(reacting([offered], [accepted], [newer, 'two'])).toMatchObject({
      outgoing: [written(3, 'two'), { type: 'Supersede', deploymentId: 'one', by: 'two' }],
      timers: [{ name: 'step', at: minutesLater(1440) }],
      cancel: ['cancel'],
    }));

  test('whatever arrives first', () =>
    expect(reacting([newer, 'two'], [offered]).outgoing).toEqual([
      { type: 'Supersede', deploymentId: 'one', by: 'two' },
    ]));

  test('by its place in the log, whatever the clock said when it was planned', () => {
    const timed = (plannedPosition: number, plannedAt: string): DeploymentEvent => ({
      type: 'DeploymentOffered',
      data: offer({ plannedPosition, plannedAt }),
    });
    const ahead = timed(7, '2027-11-26T11:00:00.000Z');
    const after = timed(8, '2026-11-26T11:00:00.000Z');
    expect(reacting([ahead], [after, 'two']).outgoing).toEqual([
      written(2, 'two'),
      { type: 'Supersede', deploymentId: 'one', by: 'two' },
    ]);
    expect(reacting([after, 'two'], [ahead]).outgoing).toEqual([
      { type: 'Supersede', deploymentId: 'one', by: 'two' },
    ]);
  });

  test('also when the newer one has ended', () => {
    expect(reacting([newer, 'two'], [confirmed, 'two'], [offered]).outgoing).toEqual([
      { type: 'Supersede', deploymentId: 'one', by: 'two' },
    ]);
  });

  const ofPlan = (plannedPosition: number, mode: 'replace' | 'shadow' = 'replace'): DeploymentEvent => ({
    type: 'DeploymentOffered',
    data: offer({ plannedPosition, wish: { ...wish, mode } }),
  });
  const compared = told('DeploymentCompared', { comparison });

  test('a shadow takes no device away from an older plan, whether it goes on or has ended', () => {
    expect(reacting([ofPlan(200, 'shadow'), 'two'], [compared, 'two'], [ofPlan(100)]).outgoing).toEqual([
      written(3, 'one'),
    ]);
    expect(reacting([ofPlan(200, 'shadow'), 'two'], [ofPlan(100)]).outgoing).toEqual([
      written(2, 'one'),
      { type: 'Supersede', deploymentId: 'two', by: 'one' },
    ]);
    expect(reacting([ofPlan(100)], [ofPlan(200, 'shadow'), 'two']).outgoing).toEqual([
      { type: 'Supersede', deploymentId: 'two', by: 'one' },
    ]);
  });

  test('of two shadows the later plan goes before', () => {
    expect(reacting([ofPlan(100, 'shadow')], [ofPlan(200, 'shadow'), 'two']).outgoing).toEqual([
      written(2, 'two'),
      { type: 'Supersede', deploymentId: 'one', by: 'two' },
    ]);
    expect(reacting([ofPlan(200, 'shadow'), 'two'], [ofPlan(100, 'shadow')]).outgoing).toEqual([
      { type: 'Supersede', deploymentId: 'one', by: 'two' },
    ]);
  });

  test('a newer plan that failed leaves the older one its turn, but none from before what was confirmed', () => {
    const newest = [
      [ofPlan(200), 'two'],
      [confirmed, 'two'],
      [ofPlan(300), 'three'],
      [failed, 'three'],
    ] as const;
    expect(reacting(newest[2], newest[3], [ofPlan(100)]).outgoing).toEqual([written(3, 'one')]);
    expect(reacting(...newest, [ofPlan(250)]).outgoing).toEqual([written(5, 'one')]);
    expect(reacting(...newest, [ofPlan(100)]).outgoing).toEqual([
      { type: 'Supersede', deploymentId: 'one', by: 'two' },
    ]);
    const chain = [
      [ofPlan(200), 'two'],
      [ofPlan(300), 'three'],
      [superseded, 'two'],
      [failed, 'three'],
    ] as const;
    expect(reacting(...chain, [ofPlan(100)]).outgoing).toEqual([written(5, 'one')]);
  });

  test('of one plan, the later try counts', () =>
    expect(reacting([offered], [failed], [offered, 'again']).outgoing).toEqual([written(3, 'again')]));

  test('what was confirmed at the last moment is what there is to go back to', () => {
    const race = [[offered], [activated], [newer, 'two'], [confirmed]] as const;
    expect(reacting(...race).outgoing).toEqual([]);
    expect(reacting(...race, [failed, 'two']).outgoing).toEqual([written(5, 'one', { settled: true })]);
    expect(reacting([offered], [newer, 'two'], [superseded], [failed, 'two']).outgoing).toEqual([
      written(4, null),
    ]);
  });
});

describe('a device that leaves', () => {
  test.each([
    [suspended, 'device-suspended'],
    [retired, 'device-retired'],
  ] as const)('takes its deployment with it', (event, cause) =>
    expect(reacting([offered], [event, deviceId]).outgoing).toEqual([
      { type: 'Decommission', deploymentId: 'one', cause },
    ]),
  );

  test('takes one along that was offered at the same moment', () =>
    expect(reacting([suspended, deviceId], [offered]).outgoing).toEqual([
      { type: 'Decommission', deploymentId: 'one', cause: 'device-suspended' },
    ]));

  test('is welcome when it is back, and keeps what it confirmed', () => {
    expect(reacting([suspended, deviceId], [resumed, deviceId]).state).toBeUndefined();
    const back = [[offered], [confirmed], [suspended, deviceId], [resumed, deviceId]] as const;
    expect(reacting(...back, [newer, 'two'], [failed, 'two']).outgoing).toEqual([
      written(6, 'one', { settled: true }),
    ]);
  });

  test('for good leaves nothing behind', () =>
    expect(reacting([offered], [confirmed], [retired, deviceId]).outgoing).toEqual([written(3, null)]));
});

test('every event finds its device', () => {
  const { correlate } = deviceDeploymentProcess;
  expect(correlate(recorded(offered, 'one', 1))).toBe(deviceId);
  expect(correlate(recorded(retired, deviceId, 1))).toBe(deviceId);
});
