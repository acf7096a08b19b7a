import type { DeviceEvent } from '@tutti/contracts/devices';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deviceWatchProcess } from './device-watch.process';
import { onlyNews } from './only-news';
import { minutes, Watched } from './watch.fixture';

type Event = Parameters<ReturnType<typeof deviceWatchProcess>['correlate']>[0]['event'];
const event = (type: Event['type'], data: object = {}): Event => ({ type, data }) as unknown as Event;

const requested = event('DeviceRequested', { serial: 'SN-1' });
const registered = event('DeviceRegistered', { name: 'line-1' });
const online = event('DeviceWentOnline', { lastSeenAt: minutes(0).toISOString() });
const offline = (minute: number): Event =>
  event('DeviceWentOffline', { lastSeenAt: minutes(minute).toISOString() });
const warned = event('DeviceWarned', {
  ...{ model: 'lids', modelVersion: 'v1.0', below: 0.7, count: 3, windowMs: 5, lowest: 0.2 },
} satisfies Extract<DeviceEvent, { type: 'DeviceWarned' }>['data']);
const faulted = event('DeviceFaulted', { kind: 'camera', message: 'No picture.' });

const watch = () => new Watched(deviceWatchProcess(5)).at(0, requested, registered, online);

test('an edge that stays away is told after the minutes that are set, once, and that it is back', () => {
  const device = watch().at(10, offline(9)).until(14);
  expect(device.codes).toEqual([]);
  device.until(15);
  expect(device.told).toMatchObject([
    {
      code: 'connectivity.device-offline',
      source: { id: 'abc', name: 'line-1' },
      at: minutes(15).toISOString(),
      info: { lastSeenAt: minutes(9).toISOString() },
    },
  ]);
  device.until(500).at(501, online);
  expect(device.told.at(-1)).toMatchObject({ code: 'connectivity.device-back', info: { minutes: 492 } });
  expect(device.told).toHaveLength(2);
});

test('one that comes and goes within that time is told to nobody', () => {
  const device = watch();
  for (let minute = 10; minute < 100; minute += 5) device.at(minute, offline(minute)).at(minute + 4, online);
  expect(device.codes).toEqual([]);
});

test.each(['DeviceSuspended', 'DeviceRetired'] as const)('nobody waits for one after %s', (type) => {
  expect(watch().at(10, offline(10)).at(12, event(type)).until(60).at(61, online).codes).toEqual([]);
});

test('one that is shut out is away because of that: nobody is told, before it is let in again and stays away', () => {
  const shutOut = () => watch().at(10, event('DeviceSuspended')).at(16, offline(10)).until(100);
  expect(shutOut().codes).toEqual([]);
  expect(shutOut().at(100, event('DeviceResumed')).at(104, online).until(500).codes).toEqual([]);
  const stays = shutOut().at(100, event('DeviceResumed')).until(104);
  expect(stays.codes).toEqual([]);
  expect(stays.until(105).codes).toEqual(['connectivity.device-offline']);
});

test('one that was away, was shut out and is let in again is told of when it is still away', () => {
  const device = watch().at(10, offline(9)).at(12, event('DeviceSuspended')).until(60);
  expect(device.codes).toEqual([]);
  device.at(60, event('DeviceResumed')).until(65).at(70, online);
  expect(device.told).toMatchObject([
    { code: 'connectivity.device-offline', info: { lastSeenAt: minutes(9).toISOString() } },
    { code: 'connectivity.device-back', info: { minutes: 61 } },
  ]);
});

test('one that was retired while it was shut out begins anew', () => {
  const device = watch().at(10, event('DeviceSuspended')).at(12, event('DeviceRetired'));
  expect(device.at(20, requested, registered, online).at(30, offline(29)).until(60).codes).toEqual([
    'connectivity.device-offline',
  ]);
});

test('one that asks to join and is not let in at once waits for a person', () => {
  const device = new Watched(deviceWatchProcess(5)).at(0, requested).until(1);
  expect(device.told).toMatchObject([
    { code: 'security.device-waits', source: { name: 'SN-1' }, info: { serial: 'SN-1' } },
  ]);
  expect(new Watched(deviceWatchProcess(5)).at(0, requested, registered).until(9).codes).toEqual([]);
  expect(new Watched(deviceWatchProcess(5)).at(0, requested, event('DeviceRejected')).until(9).codes).toEqual(
    [],
  );
});

test('a new key that a person accepts for an edge of the fleet does not wait', () => {
  expect(watch().at(10, requested, event('DeviceKeyRotated')).until(60).codes).toEqual([]);
  expect(watch().at(10, requested).at(10.5, event('DeviceSuspended')).until(60).codes).toEqual([
    'security.device-waits',
  ]);
});

test('faults and low scores are told; scores are one matter for all edges with the model', () => {
  const device = watch()
    .at(3, event('DeviceDescribed', { name: 'line-9' }))
    .at(4, faulted, warned);
  expect(device.told).toMatchObject([
    { code: 'inference.device-faulted', source: { name: 'line-9' }, info: { kind: 'camera' } },
    { code: 'score.warning', matter: 'lids v1.0', info: { results: 3, below: 0.7, lowest: 0.2 } },
  ]);
});

test('a log of years is read without a word: only what is new is told, with the names that it knows', () => {
  const device = new Watched(onlyNews(deviceWatchProcess(5), minutes(100)))
    .at(0, requested, registered)
    .at(10, offline(10))
    .until(20)
    .at(30, online, faulted)
    .at(100, faulted);
  expect(device.told).toMatchObject([{ code: 'inference.device-faulted', source: { name: 'line-1' } }]);
});

test('in whatever order things happen, an outage is told once and a return only after it; nothing goes on by itself', () => {
  const happening = fc.record({
    event: fc.constantFrom(
      ...[requested, registered, online, faulted, warned],
      ...[event('DeviceSuspended'), event('DeviceResumed')],
    ),
    goes: fc.boolean(),
    after: fc.integer({ min: 0, max: 12 }),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (history) => {
      const device = watch();
      let minute = 1;
      for (const { event: one, goes, after } of history) {
        minute += after;
        device.at(minute, goes ? offline(minute) : one);
      }
      device.until(minute + 10);
      const { length } = device.told;
      expect(device.until(minute + 100_000).told).toHaveLength(length);
      // Whoever is let in again is waited for once more.
      const outages = history.filter(({ event: { type }, goes }) => goes || type === 'DeviceResumed').length;
      const connectivity = device.codes.filter((code) => code.startsWith('connectivity.'));
      expect(connectivity.filter((code) => code.endsWith('-offline')).length).toBeLessThanOrEqual(outages);
      for (const [index, code] of connectivity.entries())
        if (code === 'connectivity.device-back')
          expect(connectivity[index - 1]).toBe('connectivity.device-offline');
    }),
  );
});
