import type { DailySummaryEvent, NotificationEvent } from '@tutti/contracts/summary';
import type { Recorded } from '@tutti/kernel';
import { expect, test } from 'vitest';
import { composed } from '../daily-summary/daily-summary.fixture';
import { channelRoutingProcess, type RoutingState } from './channel-routing.process';

const start = Date.parse('2026-11-22T00:00:00Z');
const minute = 60_000;

const recorded = (event: DailySummaryEvent | NotificationEvent, ms: number) => ({
  kind: 'event' as const,
  recorded: {
    event,
    aggregateId: 'n',
    position: 7,
    time: new Date(start + ms),
  } as Recorded<DailySummaryEvent | NotificationEvent>,
});

const raised: NotificationEvent = {
  type: 'NotificationRaised',
  data: {
    code: 'training.run-failed',
    category: 'training',
    level: 'error',
    source: { kind: 'run', id: 'r', name: 'digits' },
    at: '2026-11-22T00:00:00.000Z',
    info: {},
  },
};
const repeated = (count: number): NotificationEvent => ({
  type: 'NotificationRepeated',
  data: { count, lastAt: '2026-11-22T00:01:00.000Z', others: [] },
});

const { react, initialState } = channelRoutingProcess;
const told = (state: RoutingState | undefined) => state ?? initialState;

test('a day is told at once, and forgotten', () => {
  const { state, outgoing } = react(
    initialState,
    recorded({ type: 'SummaryComposed', data: composed() }, 0),
    '2026-11-21',
  );
  expect(state).toBeUndefined();
  expect(outgoing).toEqual([{ type: 'RouteSummary', position: 7, at: start }]);
});

test('what is raised is told at once, what goes on happening once in ten minutes', () => {
  const first = react(initialState, recorded(raised, 0), 'n');
  expect(first.outgoing).toHaveLength(1);
  const second = react(told(first.state), recorded(repeated(2), minute), 'n');
  expect(second.outgoing).toBeUndefined();
  expect(second.timers).toContainEqual({ name: 'again', at: new Date(start + 10 * minute) });
  const third = react(told(second.state), recorded(repeated(3), 2 * minute), 'n');
  expect(third.timers?.map(({ name }) => name)).toEqual(['forget']);
  const timer = { kind: 'timer', name: 'again', at: new Date(start + 10 * minute) } as const;
  const again = react(told(third.state), timer, 'n');
  expect(again.outgoing).toEqual([
    { type: 'RouteNotification', notificationId: 'n', at: start + 10 * minute },
  ]);
  const fourth = react(told(again.state), recorded(repeated(4), 11 * minute), 'n');
  expect(fourth.timers).toContainEqual({ name: 'again', at: new Date(start + 20 * minute) });
});

test('after a day of quiet nothing is kept', () => {
  const { state } = react(initialState, recorded(raised, 0), 'n');
  const timer = { kind: 'timer', name: 'forget', at: new Date(start + 1440 * minute) } as const;
  expect(react(told(state), timer, 'n')).toEqual({ state: undefined });
});
