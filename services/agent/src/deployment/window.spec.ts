import { type MaintenanceWindow, weekday } from '@tutti/contracts/deployment';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Opening, nextOpening } from './window';

const told = (opening: Opening): string =>
  `${opening.open ? 'open' : 'closed'} until ${opening.until?.toISOString() ?? 'for ever'}`;

const look = (windows: readonly MaintenanceWindow[], at: string): string =>
  told(nextOpening(windows, new Date(at)));

describe('maintenance windows', () => {
  it('no window at all is always open', () => {
    expect(look([], '2026-11-27T12:00:00Z')).toBe('open until for ever');
  });

  // Seoul is nine hours ahead.
  const night: MaintenanceWindow = { from: '22:00', to: '06:00', timeZone: 'Asia/Seoul' };

  it.each([
    ['2026-11-27T12:59:59Z', 'closed until 2026-11-27T13:00:00.000Z'],
    ['2026-11-27T13:00:00Z', 'open until 2026-11-27T21:00:00.000Z'],
    ['2026-11-27T16:30:00Z', 'open until 2026-11-27T21:00:00.000Z'],
    ['2026-11-27T21:00:00Z', 'closed until 2026-11-28T13:00:00.000Z'],
  ])('a night in Seoul at %s: %s', (at, expected) => {
    expect(look([night], at)).toBe(expected);
  });

  // 2026-11-27 is a Friday.
  const friday: MaintenanceWindow = { ...night, days: ['fri'] };

  it.each([
    ['2026-11-27T12:00:00Z', 'closed until 2026-11-27T13:00:00.000Z'],
    ['2026-11-27T20:00:00Z', 'open until 2026-11-27T21:00:00.000Z'],
    ['2026-11-28T16:00:00Z', 'closed until 2026-12-04T13:00:00.000Z'],
  ])("over midnight the day is the one on which it opens: Friday's night at %s: %s", (at, expected) => {
    expect(look([friday], at)).toBe(expected);
  });

  it('a weekly one that daylight saving leaves out opens a week later', () => {
    const sunday: MaintenanceWindow = {
      days: ['sun'],
      from: '02:10',
      to: '02:50',
      timeZone: 'Europe/Vienna',
    };
    expect(look([sunday], '2026-03-22T12:00:00Z')).toBe('closed until 2026-04-05T00:10:00.000Z');
  });

  it('of several windows the first that opens counts, and those that touch are one', () => {
    const early: MaintenanceWindow = { from: '06:00', to: '07:00', timeZone: 'Asia/Seoul' };
    expect(look([friday, early], '2026-11-28T12:00:00Z')).toBe('closed until 2026-11-28T21:00:00.000Z');
    expect(look([early, night], '2026-11-27T14:00:00Z')).toBe('open until 2026-11-27T22:00:00.000Z');
  });

  it('the same time twice is a whole day; on all days it never closes', () => {
    const monday: MaintenanceWindow = { days: ['mon'], from: '08:00', to: '08:00', timeZone: 'UTC' };
    expect(look([monday], '2026-11-27T12:00:00Z')).toBe('closed until 2026-11-30T08:00:00.000Z');
    expect(look([monday], '2026-12-01T07:59:00Z')).toBe('open until 2026-12-01T08:00:00.000Z');
    const { days: _, ...always } = monday;
    expect(look([always], '2026-11-27T12:00:00Z')).toBe('open until for ever');
  });

  it.each([
    // In spring clocks of Vienna go from 02:00 to 03:00 at 01:00 UTC.
    [
      'opens when its time is left out',
      '02:30',
      '04:00',
      '2026-03-29T00:00:00Z',
      'closed until 2026-03-29T01:00:00.000Z',
    ],
    [
      'closes when its end is left out',
      '01:00',
      '02:30',
      '2026-03-29T00:30:00Z',
      'open until 2026-03-29T01:00:00.000Z',
    ],
    [
      'does not open within the hour left out',
      '02:10',
      '02:50',
      '2026-03-28T12:00:00Z',
      'closed until 2026-03-30T00:10:00.000Z',
    ],
    // In autumn they go from 03:00 back to 02:00 at 01:00 UTC.
    [
      'opens at the first of two',
      '02:30',
      '04:00',
      '2026-10-25T00:00:00Z',
      'closed until 2026-10-25T00:30:00.000Z',
    ],
    [
      'lasts until its time is shown',
      '02:30',
      '04:00',
      '2026-10-25T00:40:00Z',
      'open until 2026-10-25T03:00:00.000Z',
    ],
    [
      'does not open a second time',
      '02:30',
      '02:45',
      '2026-10-25T01:30:00Z',
      'closed until 2026-10-26T01:30:00.000Z',
    ],
  ])('daylight saving in Vienna: a window %s', (_name, from, to, ...[at, expected]) => {
    expect(look([{ from, to, timeZone: 'Europe/Vienna' }], at)).toBe(expected);
  });
});

const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;
const horizonMs = 16 * dayMs;

/** What clocks show, as if it were UTC. They change at quarters of an hour only. */
function wallClock(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric' },
  });
  const known = new Map<number, number>();
  return (at) => {
    const quarter = at - (at % (15 * minuteMs));
    const found = known.get(quarter);
    if (found !== undefined) return found + at - quarter;
    const parts = Object.fromEntries(
      format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = parts;
    const shown = Date.UTC(year, month - 1, day, hour, minute);
    known.set(quarter, shown);
    return shown + at - quarter;
  };
}

const clocks = new Map<string, (at: number) => number>();

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Somebody who watches the clock, told of every minute in turn: whether the window is open at it. */
function watcher({ days, from, to, timeZone }: MaintenanceWindow): (at: number) => boolean {
  const wall = clocks.get(timeZone) ?? wallClock(timeZone);
  clocks.set(timeZone, wall);
  const opened = new Set<number>();
  let ends: number[] = [];
  return (at) => {
    const now = wall(at);
    const date = now - (now % dayMs);
    const day = weekday.options[(new Date(date).getUTCDay() + 6) % 7];
    const wanted = days === undefined || (day !== undefined && days.includes(day));
    if (wanted && !opened.has(date) && now >= date + minutesOf(from) * minuteMs) {
      opened.add(date);
      ends.push(date + minutesOf(to) * minuteMs + (minutesOf(to) <= minutesOf(from) ? dayMs : 0));
    }
    if (ends.some((end) => now >= end)) ends = ends.filter((end) => now < end);
    return ends.length > 0;
  };
}

function byBruteForce(windows: readonly MaintenanceWindow[], at: number): string {
  const watchers = windows.map(watcher);
  const isOpen = (minute: number): boolean => watchers.map((watch) => watch(minute)).some((open) => open);
  const now = at - (at % minuteMs);
  let minute = now - 2 * dayMs;
  while (minute < now) isOpen((minute += minuteMs));
  const open = isOpen(now);
  while (minute < now + horizonMs && isOpen((minute += minuteMs)) === open);
  const until = minute < now + horizonMs ? new Date(minute).toISOString() : 'for ever';
  return `${open ? 'open' : 'closed'} until ${until}`;
}

const zones = ['Asia/Seoul', 'Europe/Vienna', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
/** Around them daylight saving changes in these zones. */
const changes = ['2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25', '2026-11-01'];

const clockTime = fc
  .oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 1439 }))
  .map((minutes) => new Date(minutes * minuteMs).toISOString().slice(11, 16));

const anyWindow = fc.record(
  {
    days: fc.uniqueArray(fc.constantFrom(...weekday.options), { minLength: 1 }),
    from: clockTime,
    to: clockTime,
    timeZone: fc.constantFrom(...zones),
  },
  { requiredKeys: ['from', 'to', 'timeZone'] },
);

const anyTime = fc.oneof(
  fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) }),
  fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * dayMs, max: 2 * dayMs }))
    .map(([day, off]) => Date.parse(`${day}T00:00:00Z`) + off),
);

describe('the next opening', () => {
  it(
    'is the first minute at which a window is open, whatever the zone and the season',
    { timeout: 60_000 },
    () => {
      fc.assert(
        fc.property(fc.array(anyWindow, { minLength: 1, maxLength: 3 }), anyTime, (windows, at) => {
          expect(told(nextOpening(windows, new Date(at)))).toBe(byBruteForce(windows, at));
        }),
        { numRuns: 100 },
      );
    },
  );
});
