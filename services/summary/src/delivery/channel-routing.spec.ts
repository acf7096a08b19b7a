import { expect, test } from 'vitest';
import { ChannelRouting } from './channel-routing';

const now = new Date('2026-11-22T00:00:00Z');
const signal = new AbortController().signal;
const context = { id: 'effect-1', instanceId: '2026-11-21', metadata: {}, signal };
const routing = (fault: Error) =>
  new ChannelRouting({
    clock: { now: () => now },
    log: {
      commitAt: () => Promise.reject(fault),
      loadConfirmed: () => Promise.reject(fault),
    },
    deliveries: { request: () => Promise.reject(fault) },
  });

test('what cannot be routed yet is tried until it can be, and never waits for a person', () => {
  const { handlers } = routing(new Error('no responders'));
  expect(Object.keys(handlers).sort()).toEqual(['RouteNotification', 'RouteSummary']);
  for (const handler of Object.values(handlers)) expect(handler).toMatchObject({ neverPark: true });
});

test('it ends when it is no news any more', async () => {
  const { RouteSummary, RouteNotification } = routing(new Error('no responders')).handlers;
  const late = { type: 'RouteSummary', position: 7, at: now.getTime() - 3_600_000 } as const;
  await expect(RouteSummary.handle(late, context)).rejects.toThrow('no responders');
  const at = now.getTime() - 25 * 3_600_000;
  await RouteNotification.handle({ type: 'RouteNotification', notificationId: 'n', at }, context);
});

test('a day that was summed up right before an outage of days is sent all the same', async () => {
  const { RouteSummary } = routing(new Error('no responders')).handlers;
  const after = (days: number) => {
    const at = now.getTime() - days * 24 * 3_600_000;
    return RouteSummary.handle({ type: 'RouteSummary', position: 7, at }, context);
  };
  await expect(after(3)).rejects.toThrow('no responders');
  await after(8);
});
