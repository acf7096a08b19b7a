import type { Trigger } from '@tutti/contracts/training';

type Window = NonNullable<Trigger['window']>;

/** `02:00` there, now. */
const timeOfDay = (now: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    now,
  );

/** From the first minute to before the last; over midnight where `to` is before `from`; all day where they are the same. */
export const isWithin = ({ from, to, timeZone }: Window, now: Date): boolean => {
  const time = timeOfDay(now, timeZone);
  if (from === to) return true;
  return from < to ? from <= time && time < to : from <= time || time < to;
};
