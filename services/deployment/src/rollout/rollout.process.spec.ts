import { deploymentEvents, rolloutEvents, type RolloutEvent } from '@tutti/contracts/deployment';
import type { Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import {
  admitted,
  approved,
  deviceOf,
  finished,
  groupFailed,
  groupPassed,
  groupStarted,
  paused,
  planned,
  policy,
  type plannedData,
  refusedIt,
  resumed,
  rolloutId,
  started,
  stopped,
  wave,
} from './rollout.fixture';
import { rolloutProcess, type RolloutProcessEvent } from './rollout.process';
import type { RolloutStep } from './rollout-step.process';

const noon = new Date('2026-11-27T12:00:00.000Z');
const at = (seconds: number): Date => new Date(noon.getTime() + seconds * 1000);
const year = 365 * 86_400;

const closed = (type: 'DeploymentConfirmed' | 'DeploymentSuperseded', group: number): RolloutProcessEvent =>
  ({ type, data: { group, rolloutId } }) as RolloutProcessEvent;
const ok = (group: number) => closed('DeploymentConfirmed', group);
const other = (group: number) => closed('DeploymentSuperseded', group);
const bad = (group: number): RolloutProcessEvent => ({
  type: 'DeploymentTimedOut',
  data: { deviceId: deviceOf(0), rolloutId, group, step: 'accept' },
});
const times = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);

type Input = RolloutProcessEvent | readonly [RolloutProcessEvent, seconds: number];

/** Reacts to events, each at noon or so many seconds later; answers with the last reaction. */
const reacting = (...inputs: readonly Input[]) => {
  let state = rolloutProcess.initialState;
  let last: ReturnType<typeof rolloutProcess.react> = { state };
  for (const [index, input] of inputs.entries()) {
    const [event, seconds] = Array.isArray(input)
      ? (input as readonly [RolloutProcessEvent, number])
      : [input as RolloutProcessEvent, 0];
    const about = { aggregateId: rolloutId, position: index + 1, time: at(seconds) };
    const recorded = { event, ...about } as Recorded<never>;
    last = rolloutProcess.react(state, { kind: 'event', recorded }, rolloutId);
    state = last.state ?? null;
  }
  const fire = (name: string, seconds: number) =>
    rolloutProcess.react(state, { kind: 'timer', name, at: at(seconds), firedAt: at(seconds) }, rolloutId);
  return { ...last, fire };
};

const tell = (command: RolloutStep) => ({ type: 'TellRollout', rolloutId, command });
const offers = (group: number, from: number, count: number) => ({
  type: 'OfferDeployments',
  rolloutId,
  plannedAt: noon.toISOString(),
  plannedPosition: 1,
  group,
  from,
  count,
});
const offerWave = (group: number, from: number, count: number) =>
  tell({ type: 'OfferWave', group, from, count });

const pass = (group: number, pause = false) => tell({ type: 'PassGroup', group, pause });

const canary = [planned(), started, groupStarted(0), wave(0, 0, 2)];
const toTheLast: readonly RolloutProcessEvent[] = [
  ...canary,
  ...times(2, ok(0)),
  groupPassed(0),
  groupStarted(1),
  wave(1, 0, 4),
  ...times(4, ok(1)),
  groupPassed(1),
  groupStarted(2),
  wave(2, 0, 10),
];
/** One group of so many devices. */
const single = (
  devices: number,
  more: Parameters<typeof plannedData>[0] & { readonly rules?: Parameters<typeof policy>[0] } = {},
): RolloutEvent => {
  const { rules, ...data } = more;
  return planned({ groups: [{ ...policy(rules), devices }], ...data });
};

describe('a rollout begins', () => {
  test('when a person starts it', () => {
    expect(reacting(planned())).toMatchObject({ timers: [] });
    expect(reacting(planned(), started).outgoing).toEqual([tell({ type: 'StartGroup', group: 0 })]);
  });

  test('when its time has come, once it is approved', () => {
    const startAt = at(60).toISOString();
    const due = { timers: [{ name: 'start', at: at(60) }] };
    expect(reacting(planned({ startAt }))).toMatchObject(due);
    expect(reacting(planned({ startAt, approval: true })).timers).toBeUndefined();
    const ready = reacting(planned({ startAt, approval: true }), approved);
    expect(ready).toMatchObject(due);
    expect(ready.fire('start', 60).outgoing).toEqual([tell({ type: 'StartRollout' })]);
    expect(reacting(planned({ startAt }), started).cancel).toEqual(['start']);
  });
});

describe('groups go one after another', () => {
  test('a group that has begun is offered the model', () => {
    expect(reacting(planned(), started, groupStarted(0)).outgoing).toEqual([offerWave(0, 0, 2)]);
    expect(reacting(...canary).outgoing).toEqual([offers(0, 0, 2)]);
  });

  test('passes when enough of it have the model, and the next one begins', () => {
    expect(reacting(...canary, ok(0)).outgoing).toEqual([]);
    expect(reacting(...canary, ok(0), ok(0)).outgoing).toEqual([pass(0)]);
    expect(reacting(...canary, ok(0), ok(0), groupPassed(0)).outgoing).toEqual([
      tell({ type: 'StartGroup', group: 1 }),
    ]);
  });

  test('does not wait for the slow ones where its success needs them not', () => {
    const half = [single(4, { rules: { successPercent: 50 } }), started, groupStarted(0), wave(0, 0, 4)];
    expect(reacting(...half, ok(0), ok(0)).outgoing).toEqual([pass(0)]);
    const passed = [...half, ok(0), ok(0), groupPassed(0)];
    expect(reacting(...passed).outgoing).toEqual([]);
    expect(reacting(...passed, ok(0), other(0)).outgoing).toEqual([
      tell({ type: 'FinishRollout', succeeded: 3, failed: 0, other: 1 }),
    ]);
  });

  test('what was cancelled, superseded or decommissioned counts for nothing', () =>
    expect(reacting(...canary, other(0), ok(0)).outgoing).toEqual([pass(0)]));

  test('one of nothing else proves nothing: a person looks before the next begins', () =>
    expect(reacting(...canary, other(0), other(0)).outgoing).toEqual([pass(0, true)]));

  test('a step that was asked for is not asked for again by what happens meanwhile', () => {
    const asked = [single(10, { rules: { error: { kind: 'count', count: 9 } } }), started, groupStarted(0)];
    expect(reacting(...asked, other(0)).outgoing).toEqual([]);
    const two = [...asked, wave(0, 0, 10), ...times(9, ok(0)), ok(0), other(0)];
    expect(reacting(...two).outgoing).toEqual([]);
  });

  test('the last one is followed by the end', () => {
    expect(reacting(...toTheLast, ...times(10, ok(2))).outgoing).toEqual([pass(2)]);
    const over = [...toTheLast, ...times(10, ok(2)), groupPassed(2)];
    expect(reacting(...over).outgoing).toEqual([
      tell({ type: 'FinishRollout', succeeded: 16, failed: 0, other: 0 }),
    ]);
    expect(reacting(...over, finished).state).toBeUndefined();
    expect(reacting(...over, finished, ok(2))).toEqual({
      state: undefined,
      fire: expect.anything() as unknown,
    });
  });

  test('one of no devices passes', () =>
    expect(reacting(single(0), started, groupStarted(0)).outgoing).toEqual([pass(0, true)]));
});

describe('errors', () => {
  const pause = (resumes = 0) => tell({ type: 'PauseRollout', cause: 'errors', group: 0, resumed: resumes });
  const fourths = single(4, { rules: { error: { kind: 'count', count: 2 }, successPercent: 50 } });
  const broken = [fourths, started, groupStarted(0), wave(0, 0, 4), bad(0), bad(0)];

  test('pause it at the threshold of a group, in percent or in number', () => {
    expect(reacting(...canary, bad(0)).outgoing).toEqual([pause()]);
    expect(reacting(...broken.slice(0, -1)).outgoing).toEqual([]);
    expect(reacting(...broken).outgoing).toEqual([pause()]);
  });

  test('hold a wave that was decided on meanwhile until a person has resumed it', () => {
    const rules = { error: { kind: 'count', count: 1 } } as const;
    const late = [single(4, { rules }), started, groupStarted(0), wave(0, 0, 2), bad(0), wave(0, 2, 2)];
    expect(reacting(...late).outgoing).toEqual([]);
    const pausedIt = [...late, paused({ cause: 'errors', group: 0 })];
    expect(reacting(...pausedIt, resumed).outgoing).toEqual([offers(0, 2, 2)]);
    expect(reacting(...pausedIt, resumed, paused(), resumed).outgoing).toEqual([]);
    const unknown = [...late, paused(), resumed];
    expect(reacting(...unknown).outgoing).toEqual([pause(1)]);
    expect(reacting(...unknown, paused({ cause: 'errors', group: 0 }), resumed).outgoing).toEqual([
      offers(0, 2, 2),
    ]);
  });

  test('are heard of groups that are through, too', () => {
    const slow = [fourths, started, groupStarted(0), wave(0, 0, 4), ok(0), ok(0), groupPassed(0), bad(0)];
    expect(reacting(...slow, bad(0)).outgoing).toEqual([pause()]);
  });

  test('nothing follows while it is paused', () => {
    const waiting = [...broken, paused({ cause: 'errors', group: 0 })];
    expect(reacting(...waiting)).toMatchObject({ cancel: ['pace'] });
    expect(reacting(...waiting, ok(0), ok(0)).outgoing).toEqual([]);
    expect(reacting(...waiting).fire('pace', 60).outgoing).toEqual([]);
  });

  test('up to a resumption are forgiven, and count for the success all the same', () => {
    const forgiven = [...broken, paused({ cause: 'errors', group: 0 }), resumed];
    expect(reacting(...forgiven).outgoing).toEqual([]);
    expect(reacting(...forgiven, ok(0), ok(0)).outgoing).toEqual([pass(0)]);
    expect(reacting(...forgiven, ok(0), other(0)).outgoing).toEqual([
      tell({ type: 'FailGroup', group: 0, failed: 2, pause: false }),
    ]);
    expect(reacting(...forgiven, bad(0)).outgoing).toEqual([]);
    expect(reacting(...forgiven, bad(0), bad(0)).outgoing).toEqual([pause(1)]);
  });

  test('that a person did not know of when they resumed are not', () =>
    expect(reacting(...broken.slice(0, -1), paused(), bad(0), resumed).outgoing).toEqual([pause(1)]));

  test('below the threshold fail a group that has no success', () => {
    const strict = single(4, { rules: { error: { kind: 'count', count: 4 } } });
    const all = [strict, started, groupStarted(0), wave(0, 0, 4), ...times(3, ok(0)), bad(0)];
    expect(reacting(...all).outgoing).toEqual([
      tell({ type: 'FailGroup', group: 0, failed: 1, pause: true }),
    ]);
    const seen = [...all, groupFailed(0, 1), paused({ cause: 'errors', group: 0 }), resumed];
    expect(reacting(...seen).outgoing).toEqual([
      tell({ type: 'FinishRollout', succeeded: 3, failed: 1, other: 0 }),
    ]);
  });
});

describe('its pace', () => {
  const paced = (pacing: Partial<ReturnType<typeof plannedData>['pacing']>, devices = 1000) => [
    single(devices, { pacing: { perMinute: 100, mostInFlight: 50, jitterSeconds: 0, ...pacing } }),
    started,
    groupStarted(0),
  ];

  test('no more are at work at a time than it allows', () => {
    const fifty = [...paced({}), wave(0, 0, 50)];
    expect(reacting(...paced({})).outgoing).toEqual([offerWave(0, 0, 50)]);
    expect(reacting(...fifty)).toMatchObject({ outgoing: [offers(0, 0, 50)], timers: [] });
    expect(reacting(...fifty, [ok(0), 10]).outgoing).toEqual([offerWave(0, 50, 1)]);
  });

  test('devices that end one by one are gathered for a second', () => {
    const soon = reacting(...paced({}), wave(0, 0, 50), ok(0));
    expect(soon).toMatchObject({ outgoing: [], timers: [{ name: 'pace', at: at(1) }] });
    expect(soon.fire('pace', 1).outgoing).toEqual([offerWave(0, 50, 1)]);
  });

  test('the rest of a group waits for nobody', () => {
    const most = [...paced({}, 51), wave(0, 0, 50)];
    expect(reacting(...most, ok(0)).outgoing).toEqual([offerWave(0, 50, 1)]);
  });

  test('no more are offered it in a minute', () => {
    const hundred = [...paced({ mostInFlight: 1000 }), wave(0, 0, 100)];
    const held = reacting(...hundred, ...times(100, ok(0)));
    expect(held).toMatchObject({ outgoing: [], timers: [{ name: 'pace', at: at(60) }] });
    expect(held.fire('pace', 59).outgoing).toEqual([]);
    expect(held.fire('pace', 60).outgoing).toEqual([offerWave(0, 100, 100)]);
  });

  test('rises with success where it is told to, up to a limit', () => {
    const increase = { factor: 2, afterSucceeded: 100, most: 150 };
    const hundred = [...paced({ mostInFlight: 1000, increase }), wave(0, 0, 100)];
    expect(reacting(...hundred, ...times(99, ok(0)), [ok(0), 2]).outgoing).toEqual([offerWave(0, 100, 50)]);
  });

  test('a wave has a size that can be told at once', () =>
    expect(reacting(...paced({ perMinute: 100_000, mostInFlight: 100_000 })).outgoing).toEqual([
      offerWave(0, 0, 200),
    ]));

  test('goes on where it was after a year of pause', () => {
    const fifty = [...paced({}), wave(0, 0, 50), ...times(20, ok(0)), paused(), ...times(30, ok(0))];
    expect(reacting(...fifty, [resumed, year]).outgoing).toEqual([offerWave(0, 50, 50)]);
  });

  test('a clock that was set back holds nothing up for longer than two minutes', () => {
    const ahead = [...paced({ perMinute: 50 }), [wave(0, 0, 50), year]] as const;
    expect(reacting(...ahead, ok(0)).outgoing).toEqual([offerWave(0, 50, 1)]);
    expect(reacting(...ahead, ok(0), wave(0, 50, 1)).state?.waves).toEqual([[noon.getTime(), 1]]);
    const slightly = [...paced({ perMinute: 50 }), [wave(0, 0, 50), 5]] as const;
    expect(reacting(...slightly, ok(0))).toMatchObject({ outgoing: [], timers: [{ at: at(65) }] });
  });

  test('a wave that was asked for before the pause is asked for again after it', () =>
    expect(reacting(...paced({}), paused(), [resumed, 1]).outgoing).toEqual([offerWave(0, 0, 50)]));
});

describe('devices that join', () => {
  const one = [deviceOf(0), 1] as const;
  const joinUntil = at(3600).toISOString();
  const all = [
    single(2, { joinUntil }),
    started,
    groupStarted(0),
    wave(0, 0, 2),
    ok(0),
    ok(0),
    groupPassed(0),
  ];

  test('are waited for until their time is over', () => {
    const waiting = reacting(...all);
    expect(waiting).toMatchObject({ outgoing: [], timers: [{ name: 'pace', at: at(3600) }] });
    expect(waiting.fire('pace', 3600).outgoing).toEqual([
      tell({ type: 'FinishRollout', succeeded: 2, failed: 0, other: 0 }),
    ]);
  });

  test('are waited for again after a pause, and where the clock was set back', () => {
    const early = reacting(...all).fire('pace', 3599);
    expect(early).toMatchObject({ outgoing: [], timers: [{ name: 'pace', at: at(3600) }] });
    const back = reacting(...all, paused(), [resumed, 10]);
    expect(back).toMatchObject({ outgoing: [], timers: [{ name: 'pace', at: at(3600) }] });
  });

  test('come behind the planned groups, by the rules of the last', () => {
    expect(reacting(...canary, admitted('joined', one)).outgoing).toEqual([]);
    const joined = [...all, admitted('joined', one)];
    expect(reacting(...joined).outgoing).toEqual([tell({ type: 'StartGroup', group: 1 })]);
    expect(reacting(...joined, groupStarted(1), wave(1, 0, 1), [bad(1), 5]).outgoing).toEqual([
      tell({ type: 'PauseRollout', cause: 'errors', group: 1, resumed: 0 }),
    ]);
  });

  test('and those that are tried again have the group begin once more', () => {
    const joined = [...all, admitted('joined', one), groupStarted(1), wave(1, 0, 1), ok(1), groupPassed(1)];
    const again = [...joined, admitted('retried', [deviceOf(0), 2])];
    expect(reacting(...again).outgoing).toEqual([tell({ type: 'StartGroup', group: 1 })]);
    expect(reacting(...again, [groupStarted(1), 5]).outgoing).toEqual([offerWave(1, 1, 1)]);
  });

  test('and count as failed no longer when they have it at last', () => {
    const half = { error: { kind: 'count', count: 2 }, successPercent: 50 } as const;
    const failed = [single(2, { rules: half }), started, groupStarted(0), wave(0, 0, 2), ok(0), bad(0)];
    const again = [...failed, groupPassed(0), admitted('retried', [deviceOf(1), 2]), groupStarted(1)];
    expect(reacting(...again, wave(1, 0, 1), ok(1), groupPassed(1)).outgoing).toEqual([
      tell({ type: 'FinishRollout', succeeded: 2, failed: 0, other: 0 }),
    ]);
    expect(reacting(...again, wave(1, 0, 1), bad(1), groupFailed(1, 1)).outgoing).toEqual([
      tell({ type: 'FinishRollout', succeeded: 1, failed: 1, other: 0 }),
    ]);
  });

  test('while the end is being written have their turn all the same', () => {
    const ending = [single(1), started, groupStarted(0), wave(0, 0, 1), ok(0), groupPassed(0)];
    expect(reacting(...ending, admitted('retried', [deviceOf(0), 2])).outgoing).toEqual([
      tell({ type: 'StartGroup', group: 1 }),
    ]);
  });
});

describe('it ends', () => {
  test('when it is stopped: what is open is asked to stop, behind the offers of the last wave', () =>
    expect(reacting(...canary, stopped)).toMatchObject({
      state: undefined,
      outgoing: [{ type: 'CancelDeployments', rolloutId }],
    }));

  test('when it is refused', () =>
    expect(reacting(planned({ approval: true }), refusedIt).state).toBeUndefined());

  test('every event of rollouts and deployments is known: none stops the process', () => {
    const known = [...Object.keys(rolloutEvents.definitions), ...Object.keys(deploymentEvents.definitions)];
    expect([...rolloutProcess.handles, ...rolloutProcess.ignores].sort()).toEqual(known.sort());
  });
});
