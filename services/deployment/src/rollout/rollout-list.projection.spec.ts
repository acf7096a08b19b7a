import type { RolloutEvent } from '@tutti/contracts/deployment';
import type { Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { rolloutListProjection, type RolloutRow } from './rollout-list.projection';
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
  planner,
  refusedIt,
  resumed,
  rolloutId,
  started,
  stopped,
  wave,
} from './rollout.fixture';

const noon = new Date('2026-11-27T12:00:00.000Z');

/** Each event a second after the one before, by the planner. */
const row = (...events: readonly RolloutEvent[]): RolloutRow | undefined =>
  events.reduce<RolloutRow | undefined>((before, event, index) => {
    const recorded = {
      event,
      aggregateId: rolloutId,
      aggregateVersion: index + 1,
      time: new Date(noon.getTime() + index * 1000),
      metadata: { authId: planner },
    } as Recorded<RolloutEvent>;
    return rolloutListProjection.project(before, recorded);
  }, undefined);

const statuses = (found: RolloutRow | undefined) => found?.groups.map(({ status }) => status);

describe('a rollout in the list', () => {
  test('shows its plan and who made it', () =>
    expect(row(planned({ startAt: '2026-11-28T02:00:00.000Z', reason: 'Better' }))).toMatchObject({
      id: rolloutId,
      status: 'ready',
      plannedBy: planner,
      plannedAt: noon.getTime(),
      startAt: new Date('2026-11-28T02:00:00.000Z').getTime(),
      joinUntil: null,
      reason: 'Better',
      causeKind: 'person',
      version: 1,
    }));

  test('shows where it stands, and why it is paused', () => {
    expect(row(planned({ approval: true }))).toMatchObject({ status: 'waiting-for-approval' });
    expect(row(planned({ approval: true }), approved)).toMatchObject({
      status: 'ready',
      approvedBy: planner,
    });
    const running = [planned(), started, groupStarted(0), wave(0, 0, 2)];
    expect(row(...running)).toMatchObject({
      status: 'running',
      startedAt: noon.getTime() + 1000,
      version: 4,
    });
    const held = row(...running, paused({ cause: 'errors', group: 0 }));
    expect(held).toMatchObject({ status: 'paused', paused: { cause: 'errors', group: 0 } });
    expect(row(...running, paused())).toMatchObject({ paused: { cause: 'person', group: null } });
    expect(row(...running, paused(), resumed)).toMatchObject({ status: 'running', paused: null });
  });

  test('shows its groups, and the tail when there is one', () => {
    const first = [planned(), started, groupStarted(0), wave(0, 0, 2), groupPassed(0), groupStarted(1)];
    expect(statuses(row(...first))).toEqual(['passed', 'running', 'waiting']);
    const joined = row(...first, groupFailed(1, 2), admitted('joined', [deviceOf(0), 1]));
    expect(statuses(joined)).toEqual(['passed', 'failed', 'waiting', 'waiting']);
    expect(joined?.groups[3]).toMatchObject({ kind: 'tail', devices: 1, successPercent: 100 });
    const through = [...first, admitted('joined', [deviceOf(0), 1]), groupStarted(3), groupPassed(3)];
    const again = row(...through, admitted('retried', [deviceOf(0), 2]));
    expect(again?.groups[3]).toMatchObject({ kind: 'tail', status: 'waiting', devices: 2, retried: 1 });
  });

  test.each([
    [[planned(), started, finished], 'finished', null],
    [[planned(), started, paused(), stopped], 'stopped', 'Wrong model'],
    [[planned({ approval: true }), refusedIt], 'refused', 'Not on a Friday'],
  ] as const)('shows how it ended (%#)', (events, status, reason) =>
    expect(row(...events)).toMatchObject({
      status,
      reason,
      paused: null,
      endedAt: noon.getTime() + (events.length - 1) * 1000,
    }),
  );
});
