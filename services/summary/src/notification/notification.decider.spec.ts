import { summaryErrors, type NotificationEvent } from '@tutti/contracts/summary';
import { given } from '@tutti/testing';
import { afterAll, expect, test } from 'vitest';
import { notificationDecider, type NotificationCommand } from './notification.decider';

const at = '2026-11-27T20:00:00.000Z';
const later = '2026-11-27T20:05:00.000Z';
const raised: Extract<NotificationEvent, { type: 'NotificationRaised' }> = {
  type: 'NotificationRaised',
  data: {
    code: 'score.warning',
    category: 'score',
    level: 'warning',
    source: { kind: 'device', id: 'a', name: 'line-1' },
    at,
    info: { lowest: 0.2 },
  },
};
const raise: NotificationCommand = { type: 'RaiseNotification', raised: raised.data };
const again = (names: readonly string[], count = names.length + 1): NotificationCommand => ({
  type: 'RepeatNotification',
  count,
  lastAt: later,
  names,
  info: { lowest: 0.1 },
});
const repeated = (count: number, others: readonly string[]): NotificationEvent => ({
  type: 'NotificationRepeated',
  data: { count, lastAt: later, others: [...others], info: { lowest: 0.1 } },
});
const after = (...events: readonly NotificationEvent[]) => given(notificationDecider, ...events);

const codes = new Set<string>();
const refuses = (events: readonly NotificationEvent[], command: NotificationCommand, code: string) => {
  codes.add(code);
  after(...events)
    .when(command)
    .isRefused(code);
};
afterAll(() => {
  const mine = Object.keys(summaryErrors).filter((code) => code.startsWith('notification.'));
  expect([...codes].sort()).toEqual(mine.sort());
});

test('is raised once', () => {
  after().when(raise).gives(raised);
  refuses([raised], raise, 'notification.already-raised');
});

test('counts what happens again, and names whom it happened to, at most 20 of them', () => {
  after(raised)
    .when(again(['line-1']))
    .gives(repeated(2, []));
  after(raised)
    .when(again(['line-2', 'line-3']))
    .gives(repeated(3, ['line-2', 'line-3']));
  after(raised, repeated(2, ['line-2']))
    .when(again(['line-2', 'line-4'], 4))
    .gives(repeated(4, ['line-2', 'line-4']));
  const many = Array.from({ length: 500 }, (_, n) => `edge-${n}`);
  after(raised)
    .when(again(many))
    .gives(repeated(501, many.slice(0, 20)));
});

test('is not repeated before it is raised', () => refuses([], again(['line-2']), 'notification.not-found'));
