import { describe, expect, test } from 'vitest';
import { unseen, type DeviceStatusRow } from '../status/device-status.row';
import { connectionToReport, faultToReport, judge, looksLikeOurFault } from './connectivity';
import { Watch } from './watch';

const rules = { staleAfterMs: 15_000, offlineAfterMs: 45_000, confirmations: 2 };
const at = (seconds: number): number => seconds * 1000;
const status = (
  connectivity: DeviceStatusRow['connectivity'],
  seen: readonly number[],
  now: number,
  since = 0,
) => judge({ connectivity, seen: seen.map(at) }, { watermark: at(now), watchedSince: at(since) }, rules);

describe('connectivity by heartbeats', () => {
  test.each([
    ['never', [], 100, 'never'],
    ['never', [100], 100, 'online'],
    ['online', [90, 95, 100], 114.9, 'online'],
    ['online', [90, 95, 100], 115, 'stale'],
    ['stale', [90, 95, 100], 144.9, 'stale'],
    ['stale', [90, 95, 100], 145, 'offline'],
    ['online', [90, 95, 100], 145, 'offline'],
    ['never', [40], 100, 'offline'],
  ] as const)('%s, seen at %j, at %d: %s', (before, seen, now, after) => {
    expect(status(before, seen, now)).toBe(after);
  });

  test('one heartbeat does not bring a silent device back, two of three do', () => {
    expect(status('offline', [10, 15, 200], 201)).toBe('offline');
    expect(status('stale', [10, 180, 200], 201)).toBe('stale');
    expect(status('offline', [15, 200, 205], 206)).toBe('online');
    expect(status('stale', [180, 195, 200], 201)).toBe('online');
  });

  test('a device that beats every 20 s stays stale instead of flapping', () => {
    for (const now of [201, 210, 219.9]) expect(status('stale', [160, 180, 200], now)).toBe('stale');
  });

  test('nobody is blamed for silence that nobody could have heard', () => {
    expect(status('online', [100], 1000, 990)).toBe('online');
    expect(status('online', [100], 1000, 985)).toBe('stale');
    expect(status('stale', [100], 1000, 955)).toBe('offline');
    expect(status('offline', [100], 1000, 999)).toBe('offline');
  });
});

test('most of a fleet does not vanish at once', () => {
  expect(looksLikeOurFault({ online: 10, silent: 6 }, 0.5)).toBe(true);
  expect(looksLikeOurFault({ online: 10, silent: 5 }, 0.5)).toBe(false);
  expect(looksLikeOurFault({ online: 2, silent: 2 }, 0.5)).toBe(false);
});

describe('what becomes an event', () => {
  const reports = { offlineForMs: 300_000, onlineForMs: 60_000, faultForMs: 30_000, faultPauseMs: 3_600_000 };
  const row = (changes: Partial<DeviceStatusRow>): DeviceStatusRow => ({ ...unseen('d'), ...changes });

  test.each([
    ['online', null, 0, 'online'],
    ['online', 'online', 900, undefined],
    ['stale', 'online', 900, undefined],
    ['offline', 'online', 299, undefined],
    ['offline', 'online', 300, 'offline'],
    ['offline', null, 900, undefined],
    ['online', 'offline', 59, undefined],
    ['online', 'offline', 60, 'online'],
  ] as const)('%s, told %s, for %d s: %s', (connectivity, toldConnection, seconds, report) => {
    const since = row({ connectivity, toldConnection, connectivitySince: at(1000) });
    expect(connectionToReport(since, at(1000 + seconds), reports)).toBe(report);
  });

  test('a fault that lasts, once per kind and pause', () => {
    const error = { type: 'model', message: 'broken' };
    const faulty = row({ error, errorSince: at(1000) });
    const told = { ...faulty, toldFault: 'model', toldFaultAt: at(1030) };
    expect(faultToReport(row({}), at(5000), reports)).toBeUndefined();
    expect(faultToReport(faulty, at(1029), reports)).toBeUndefined();
    expect(faultToReport(faulty, at(1030), reports)).toEqual({ kind: 'model', message: 'broken' });
    expect(faultToReport(told, at(1031), reports)).toBeUndefined();
    expect(faultToReport(told, at(4630), reports)).toEqual({ kind: 'model', message: 'broken' });
    expect(faultToReport({ ...told, toldFault: 'source' }, at(1031), reports)).toBeDefined();
  });
});

test('whoever listens anew blames nobody for the time before', () => {
  const watch = new Watch();
  const look = (seconds: number) => watch.look(new Date(at(seconds)));
  expect(watch.look(null)).toBeUndefined();
  expect(look(100)).toEqual({ watermark: at(100), watchedSince: at(100) });
  expect(look(110)).toEqual({ watermark: at(110), watchedSince: at(100) });
  expect(look(110)).toEqual({ watermark: at(110), watchedSince: at(100) });
  expect(look(120.1)).toEqual({ watermark: at(120.1), watchedSince: at(120.1) });
});
