import type { RolloutEvent } from '@tutti/contracts/deployment';
import { given } from '@tutti/testing';
import { describe, expect, test } from 'vitest';
import { mostAdmitted } from './admit.decider';
import { rolloutDecider, type RolloutCommand } from './rollout.decider';
import {
  admit,
  admitted,
  approved,
  colleague,
  deviceOf,
  finished,
  groupFailed,
  groupPassed,
  groupStarted,
  paused,
  plan,
  planned,
  plannedData,
  planner,
  policy,
  refusedIt,
  resumed,
  started,
  stopped,
  wave,
} from './rollout.fixture';

const rollout = (...events: readonly RolloutEvent[]) => given(rolloutDecider, ...events);
const refuses = (events: readonly RolloutEvent[], command: RolloutCommand, code: string): void =>
  rollout(...events)
    .when(command)
    .isRefused(code);

const running = [planned(), started];
const canary = [...running, groupStarted(0)];
const waiting = [planned({ approval: true })];
const two = [deviceOf(0), deviceOf(1)] as const;
const ends: readonly (readonly RolloutEvent[])[] = [
  [...running, stopped],
  [...running, finished],
  [...waiting, refusedIt],
];
const errors = (resumes = 0): RolloutCommand => ({
  type: 'PauseRollout',
  cause: 'errors',
  group: 0,
  resumed: resumes,
});
const pause: RolloutCommand = { type: 'PauseRollout', cause: 'person' };
const approve = (by: string): RolloutCommand => ({ type: 'ApproveRollout', by, plannedBy: planner });
const finish: RolloutCommand = { type: 'FinishRollout', succeeded: 16, failed: 0, other: 0 };

describe('a rollout is planned', () => {
  test('once', () => {
    rollout().when(plan).gives(planned());
    refuses([planned()], plan, 'rollout.already-planned');
  });

  test('and started in the same commit where it is urgent, unless somebody must approve it', () => {
    rollout().when({ type: 'PlanRollout', planned: plannedData(), start: true }).gives(planned(), started);
    rollout()
      .when({ type: 'PlanRollout', planned: plannedData({ approval: true }), start: true })
      .gives(planned({ approval: true }));
  });

  test('approved by somebody else', () => {
    rollout(...waiting)
      .when(approve(colleague))
      .gives(approved);
    refuses(waiting, approve(planner), 'rollout.own-approval');
    refuses([planned()], approve(colleague), 'rollout.not-waiting');
  });

  test('or refused', () => {
    rollout(...waiting)
      .when({ type: 'RefuseRollout', reason: 'Not on a Friday' })
      .gives(refusedIt);
    refuses(running, { type: 'RefuseRollout' }, 'rollout.not-waiting');
  });

  test('started once it may be', () => {
    rollout(planned()).when({ type: 'StartRollout' }).gives(started);
    rollout(...waiting, approved)
      .when({ type: 'StartRollout' })
      .gives(started);
    refuses(waiting, { type: 'StartRollout' }, 'rollout.not-ready');
    refuses(running, { type: 'StartRollout' }, 'rollout.not-ready');
  });

  test('before its time by hand: nobody need wait for what they want now', () =>
    rollout(planned({ startAt: '2026-11-28T02:00:00.000Z' }))
      .when({ type: 'StartRollout' })
      .gives(started));
});

describe('groups go one after another', () => {
  test('each is started once, in its turn', () => {
    rollout(...running)
      .when({ type: 'StartGroup', group: 0 })
      .gives(groupStarted(0));
    for (const [events, group] of [
      [running, 1],
      [canary, 0],
      [[...canary, wave(0, 0, 2)], 1],
    ] as const)
      rollout(...events)
        .when({ type: 'StartGroup', group })
        .gives();
  });

  test('its devices are offered in waves that follow each other', () => {
    const offer = (from: number, count: number): RolloutCommand => ({
      type: 'OfferWave',
      group: 0,
      from,
      count,
    });
    rollout(...canary)
      .when(offer(0, 1))
      .gives(wave(0, 0, 1));
    rollout(...canary)
      .when(offer(0, 500))
      .gives(wave(0, 0, 2));
    rollout(...canary, wave(0, 0, 1))
      .when(offer(0, 2))
      .gives();
    rollout(...canary, wave(0, 0, 2))
      .when(offer(2, 1))
      .gives();
    rollout(...running)
      .when(offer(0, 2))
      .gives();
  });

  test('no wave goes out unless the rollout runs', () => {
    const offer: RolloutCommand = { type: 'OfferWave', group: 0, from: 0, count: 2 };
    refuses([...canary, paused()], offer, 'rollout.not-running');
    refuses([...canary, stopped], offer, 'rollout.ended');
    refuses([], offer, 'rollout.not-found');
    rollout(...canary, paused(), resumed)
      .when(offer)
      .gives(wave(0, 0, 2));
  });

  test('one that passed is followed by the next, or by a look of a person', () => {
    const pass: RolloutCommand = { type: 'PassGroup', group: 0, pause: false };
    const all = [groupStarted(0), wave(0, 0, 2)];
    rollout(...running, ...all)
      .when(pass)
      .gives(groupPassed(0));
    rollout(...canary)
      .when(pass)
      .gives();
    const groups = plannedData().groups.map((group) => ({ ...group, onSuccess: 'pause' as const }));
    rollout(planned({ groups }), started, ...all)
      .when(pass)
      .gives(groupPassed(0), paused({ cause: 'group-passed', group: 0 }));
    rollout(...running, ...all)
      .when({ ...pass, pause: true })
      .gives(groupPassed(0), paused({ cause: 'group-passed', group: 0 }));
  });

  test('the last one is followed by the end: nobody is asked to look', () => {
    const groups = [{ ...policy({ onSuccess: 'pause' }), devices: 1 }];
    rollout(planned({ groups }), started, groupStarted(0), wave(0, 0, 1))
      .when({ type: 'PassGroup', group: 0, pause: true })
      .gives(groupPassed(0));
  });

  test('one that failed pauses it, unless what failed is forgiven', () => {
    const all = [...canary, wave(0, 0, 2)];
    rollout(...all)
      .when({ type: 'FailGroup', group: 0, failed: 2, pause: true })
      .gives(groupFailed(0, 2), paused({ cause: 'errors', group: 0 }));
    rollout(...all)
      .when({ type: 'FailGroup', group: 0, failed: 2, pause: false })
      .gives(groupFailed(0, 2));
    rollout(...all, groupFailed(0, 2))
      .when({ type: 'FailGroup', group: 0, failed: 2, pause: false })
      .gives();
  });
});

describe('it is paused and resumed', () => {
  test('by a person', () => {
    rollout(...running)
      .when(pause)
      .gives(paused());
    rollout(...running, paused())
      .when({ type: 'ResumeRollout' })
      .gives(resumed);
    refuses([planned()], pause, 'rollout.not-running');
    refuses([...running, paused()], pause, 'rollout.not-running');
    refuses(running, { type: 'ResumeRollout' }, 'rollout.not-paused');
  });

  test('by errors, of which a person who has resumed it meanwhile knew', () => {
    rollout(...canary)
      .when(errors())
      .gives(paused({ cause: 'errors', group: 0 }));
    rollout(...canary, paused(), resumed)
      .when(errors())
      .gives();
    rollout(...canary, paused(), resumed)
      .when(errors(1))
      .gives(paused({ cause: 'errors', group: 0 }));
  });
});

describe('the tail', () => {
  const through = [0, 1, 2].flatMap((group) => {
    const { devices = 0 } = plannedData().groups[group] ?? {};
    return [groupStarted(group), wave(group, 0, devices), groupPassed(group)];
  });

  test('takes devices that joined, each once', () => {
    rollout(...running)
      .when(admit('joined', [two[0], 1], [two[1], 1], [two[0], 1]))
      .gives(admitted('joined', [two[0], 1], [two[1], 1]));
    rollout(...running, admitted('joined', [two[0], 1]))
      .when(admit('joined', [two[0], 1]))
      .gives();
  });

  test('and those that failed, under the next number', () => {
    rollout(...running, paused())
      .when(admit('retried', [two[0], 2]))
      .gives(admitted('retried', [two[0], 2]));
    rollout(...running, admitted('retried', [two[0], 2]))
      .when(admit('retried', [two[0], 2], [two[0], 3]))
      .gives(admitted('retried', [two[0], 3]));
    refuses(
      [...running, admitted('retried', [two[0], 2])],
      admit('retried', [two[0], 2]),
      'rollout.nothing-to-retry',
    );
  });

  test('not before it runs, not when it is over, and not without end', () => {
    refuses([planned()], admit('joined', [two[0], 1]), 'rollout.not-running');
    refuses([...running, stopped], admit('joined', [two[0], 1]), 'rollout.ended');
    const many = Array.from({ length: mostAdmitted }, (_, n) => [`device-${n}`, 1] as const);
    refuses(
      [...running, admitted('joined', ...many)],
      admit('joined', [two[0], 1]),
      'rollout.too-many-joined',
    );
  });

  test('takes as many of those that join late as it has room for, and all that are tried again or none', () => {
    const many = Array.from({ length: mostAdmitted - 1 }, (_, n) => [`device-${n}`, 1] as const);
    const nearlyFull = [...running, admitted('joined', ...many)];
    rollout(...nearlyFull)
      .when(admit('joined', [two[0], 1], [two[1], 1]))
      .gives(admitted('joined', [two[0], 1]));
    refuses(nearlyFull, admit('retried', [two[0], 2], [two[1], 2]), 'rollout.too-many-joined');
  });

  test('comes in events of a size that the log takes', () => {
    const many = Array.from({ length: 1100 }, (_, n) => [`device-${n}`, 1] as const);
    rollout(...running)
      .when(admit('joined', ...many))
      .gives(
        admitted('joined', ...many.slice(0, 500)),
        admitted('joined', ...many.slice(500, 1000)),
        admitted('joined', ...many.slice(1000)),
      );
  });

  test('has its turn after the planned groups, and again when there are more', () => {
    const joined = admitted('joined', [two[0], 1]);
    const begin: RolloutCommand = { type: 'StartGroup', group: 3 };
    rollout(...running, joined)
      .when(begin)
      .gives();
    rollout(...running, joined, ...through)
      .when(begin)
      .gives(groupStarted(3));
    const over = [...running, joined, ...through, groupStarted(3), wave(3, 0, 1), groupPassed(3)];
    rollout(...over)
      .when(begin)
      .gives();
    rollout(...over, admitted('retried', [two[0], 2]))
      .when(begin)
      .gives(groupStarted(3));
  });

  test('keeps the rollout from ending', () => {
    rollout(...running, ...through)
      .when(finish)
      .gives(finished);
    rollout(...running, ...through, admitted('joined', [two[0], 1]))
      .when(finish)
      .gives();
    refuses([...running, ...through, paused()], finish, 'rollout.not-running');
  });
});

describe('it ends', () => {
  test('when somebody stops it, at any time', () => {
    for (const events of [[planned()], waiting, running, [...canary, paused()]])
      rollout(...events)
        .when({ type: 'StopRollout', reason: 'Wrong model' })
        .gives(stopped);
  });

  test.each(ends)('for good (%#)', (...events) => {
    for (const command of [
      { type: 'StartRollout' },
      { type: 'ResumeRollout' },
      { type: 'StopRollout' },
      pause,
      errors(),
      finish,
      { type: 'PassGroup', group: 0, pause: false },
    ] as const)
      refuses(events, command, 'rollout.ended');
  });

  test('what is not there cannot be changed', () => {
    for (const command of [approve(colleague), { type: 'StartRollout' }, pause, finish] as const)
      refuses([], command, 'rollout.not-found');
    expect(given(rolloutDecider, started).state).toEqual({ status: 'initial' });
  });
});
