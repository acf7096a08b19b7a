import { silentLogger, type Heard } from '@tutti/runtime';
import { expect, test } from 'vitest';
import type { Wanted } from './daily-summaries';
import { dueDays, SummarySchedule } from './summary-schedule';

const newest = (now: string, setting: string) => {
  const [timeZone = '', at = ''] = setting.split(' ');
  return dueDays(Date.parse(now), { timeZone, at }).at(-1);
};

test.each([
  ['before the time it is not yesterday', '2026-11-27T07:59:00Z', 'UTC 08:00', '2026-11-25'],
  ['from the time on it is', '2026-11-27T08:00:00Z', 'UTC 08:00', '2026-11-26'],
  ['at the time there', '2026-11-26T23:00:00Z', 'Asia/Seoul 08:00', '2026-11-26'],
  ['and not before', '2026-11-26T22:59:00Z', 'Asia/Seoul 08:00', '2026-11-25'],
  ['clocks went over the time, then it is past', '2026-03-29T01:00:00Z', 'Europe/Vienna 02:30', '2026-03-28'],
  ['the time that comes twice counts at first', '2026-10-25T00:30:00Z', 'Europe/Vienna 02:30', '2026-10-24'],
  ['and is over the second time', '2026-10-25T01:15:00Z', 'Europe/Vienna 02:30', '2026-10-23'],
])('%s', (_, now, setting, date) => expect(newest(now, setting)).toBe(date));

test('after an outage the last seven are due, the oldest first', () => {
  expect(dueDays(Date.parse('2026-12-03T09:00:00Z'), { timeZone: 'UTC', at: '08:00' })).toEqual(
    ['26', '27', '28', '29', '30'].map((n) => `2026-11-${n}`).concat('2026-12-01', '2026-12-02'),
  );
});

const noon = Date.parse('2026-12-03T12:00:00Z');
const hour = 3_600_000;
const until = (time: string): Heard => ({ since: new Date(0), until: new Date(time) });

interface Circumstances {
  readonly heard?: Heard;
  readonly broken?: readonly string[];
  /** A read model stands still. */
  readonly behind?: boolean;
}

/** Leads from noon; days are summed up unless they are among the broken ones. */
const leading = async ({ heard, broken = [], behind = false }: Circumstances) => {
  let now = noon;
  const clock = { now: () => new Date(now) };
  const said: string[] = [];
  const compose = ({ date = '', asItIs = false }: Wanted) => {
    if (behind && !asItIs) return Promise.reject(new Error('run-tally has read up to 7'));
    if (broken.includes(date)) return Promise.reject(new Error(`${date} cannot be told`));
    said.push(date);
    return Promise.resolve({ date, position: 0, version: 1 });
  };
  const settings = { timeZone: 'UTC', at: '08:00', enabled: true, language: 'en' } as const;
  const summaries = {
    settings: () => Promise.resolve({ settings, version: 1 }),
    isKnown: (date: string) => Promise.resolve(date >= '2026-12-01'),
    compose,
  };
  const view = { composed: () => Promise.resolve(new Set(said)) };
  const parts = { summaries, view, heard: () => heard, clock, steady: clock, logger: silentLogger };
  const schedule = new SummarySchedule(parts);
  await schedule.lead({ signal: AbortSignal.abort(), succeeded: () => undefined });
  return { said, pass: () => schedule.pass(), wait: (ms: number) => (now += ms) };
};

test.each([
  ['nothing was heard of devices yet', undefined, []],
  ['the newest day is not taken in', until('2026-12-02T18:00:00Z'), ['2026-12-01']],
  ['both are', until('2026-12-03T00:00:00Z'), ['2026-12-01', '2026-12-02']],
])('hours after the days are over, %s: only what is taken in is said', async (_, heard, days) => {
  const { said, pass } = await leading(heard ? { heard } : {});
  await pass();
  expect(said).toEqual(days);
});

test('an hour after somebody is there people wait no longer', async () => {
  const { said, pass, wait } = await leading({});
  wait(hour);
  await pass();
  expect(said).toEqual([]);
  wait(1);
  await pass();
  expect(said).toEqual(['2026-12-01', '2026-12-02']);
});

test('a read model that stands still is waited for as long, and then left out', async () => {
  const { said, pass, wait } = await leading({ heard: until('2026-12-03T12:00:00Z'), behind: true });
  wait(5 * hour);
  await expect(pass()).rejects.toThrow('Some days could not be summed up.');
  wait(hour);
  await expect(pass()).rejects.toThrow('Some days could not be summed up.');
  wait(1);
  await pass();
  expect(said).toEqual(['2026-12-01', '2026-12-02']);
});

test('a day that cannot be said does not hold up those after it', async () => {
  const { said, pass } = await leading({ heard: until('2026-12-03T12:00:00Z'), broken: ['2026-12-01'] });
  await expect(pass()).rejects.toThrow('Some days could not be summed up.');
  expect(said).toEqual(['2026-12-02']);
});
