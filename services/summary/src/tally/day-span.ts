import { quarterMs } from './quarter.state';

/** Milliseconds since 1970: from its first moment to before that of the next day. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

const dayMs = 86_400_000;
/** No clock is further from UTC. */
const furthestMs = 15 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-27 08:00` there: dates and times that can be compared as texts. */
export const localTime = (at: number, timeZone: string): string => {
  const known = formats.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      ...({ year: 'numeric', month: '2-digit', day: '2-digit' } as const),
      ...({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const),
    });
  formats.set(timeZone, format);
  return format.format(at);
};

export const localDate = (at: number, timeZone: string): string => localTime(at, timeZone).slice(0, 10);

/** So many days later, or earlier. */
export const shiftDay = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);

/**
 * The first quarter of an hour of a day: mostly midnight, later where clocks go forward over it. A day that a place left
 * out begins when the next one does.
 */
const dayStart = (date: string, timeZone: string): number => {
  let [low, high] = [Date.parse(date) - furthestMs, Date.parse(date) + furthestMs];
  while (low < high) {
    const middle = low + Math.floor((high - low) / quarterMs / 2) * quarterMs;
    if (localDate(middle, timeZone) < date) low = middle + quarterMs;
    else high = middle;
  }
  return low;
};

/** A day of 24 hours, or of 23 or 25 where clocks change. Days follow one another without a gap. */
export const daySpan = (date: string, timeZone: string): DaySpan => ({
  from: dayStart(date, timeZone),
  to: dayStart(shiftDay(date, 1), timeZone),
});
