import { expect, test } from 'vitest';
import { everything } from '../channel/channel.fixture';
import { channelTakes } from './channel-takes';

const teams = { kind: 'teams', route: everything } as const;
const day = { about: { kind: 'summary', date: '2026-11-21', revision: 1 }, level: 'info' } as const;
const notification = {
  about: { kind: 'notification', notificationId: 'n' },
  level: 'warning',
  category: 'training',
} as const;

test('a channel takes days when its route says so', () => {
  expect(channelTakes(teams, day)).toBe(true);
  expect(channelTakes({ ...teams, route: { ...everything, summaries: false } }, day)).toBe(false);
});

test('a channel takes notifications from its level on, of its categories', () => {
  const only = (notifications: (typeof everything)['notifications']) =>
    channelTakes({ ...teams, route: { ...everything, notifications } }, notification);
  expect(only({ minimumLevel: 'info' })).toBe(true);
  expect(only({ minimumLevel: 'warning', categories: ['training'] })).toBe(true);
  expect(only({ minimumLevel: 'error' })).toBe(false);
  expect(only({ minimumLevel: 'info', categories: ['score'] })).toBe(false);
  expect(only(null)).toBe(false);
});

test('a summary server takes nothing but days', () => {
  expect(channelTakes({ ...teams, kind: 'summary-server' }, notification)).toBe(false);
});
