import fc from 'fast-check';
import { expect, test } from 'vitest';
import { daySpan, localDate, localTime, shiftDay } from './day-span';

const hours = ({ from, to }: { from: number; to: number }) => (to - from) / 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

test.each([
  ['Asia/Seoul', '2026-11-27', '2026-11-26T15:00:00.000Z', 24],
  ['UTC', '2026-11-27', '2026-11-27T00:00:00.000Z', 24],
  ['Europe/Vienna, clocks go forward', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
  ['Europe/Vienna, clocks go back', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
  ['America/New_York, clocks go forward', '2026-03-08', '2026-03-08T05:00:00.000Z', 23],
  ['America/New_York, clocks go back', '2026-11-01', '2026-11-01T04:00:00.000Z', 25],
  ['Africa/Cairo, where midnight is left out', '2026-04-24', '2026-04-23T22:00:00.000Z', 23],
  ['Asia/Kathmandu, a quarter from the hour', '2026-11-27', '2026-11-26T18:15:00.000Z', 24],
  ['Australia/Lord_Howe, by half an hour', '2026-04-05', '2026-04-04T13:00:00.000Z', 24.5],
  ['Pacific/Apia, a day that was left out', '2011-12-30', '2011-12-30T10:00:00.000Z', 0],
])('%s: a day begins where it does and is as long as it is', (place, date, from, length) => {
  const span = daySpan(date, place.split(',')[0] ?? '');
  expect([iso(span.from), hours(span)]).toEqual([from, length]);
});

const zones = fc.constantFrom(
  ...['UTC', 'Asia/Seoul', 'Europe/Vienna', 'America/New_York', 'America/St_Johns', 'Africa/Cairo'],
  ...[
    'America/Santiago',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Pacific/Kiritimati',
    'Pacific/Pago_Pago',
  ],
);
const days = fc.integer({ min: 0, max: 4000 }).map((n) => shiftDay('2020-01-01', n));

test('in every zone days follow one another, and each moment is in the day that clocks there show', () => {
  fc.assert(
    fc.property(zones, days, fc.double({ min: 0, max: 0.999, noNaN: true }), (zone, date, share) => {
      const { from, to } = daySpan(date, zone);
      expect(daySpan(shiftDay(date, 1), zone).from).toBe(to);
      expect(localDate(Math.floor(from + share * (to - from)), zone)).toBe(date);
    }),
  );
});

test('times there are texts that can be compared', () => {
  expect(localTime(Date.parse('2026-11-27T15:05:00Z'), 'Asia/Seoul')).toBe('2026-11-28 00:05');
});
