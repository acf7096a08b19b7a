import type { Level, QuietHours } from '@tutti/contracts/summary';
import { nextTime } from '@tutti/contracts/training';

/** `HH:MM` as clocks there show it. */
const clockAt = (time: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(
    time,
  );

const isWithin = (clock: string, { from, to }: QuietHours): boolean =>
  from <= to ? clock >= from && clock < to : clock >= from || clock < to;

/** When what is asked for now may be sent; `undefined`: at once. What is critical wakes people. */
export const notBefore = (quiet: QuietHours | undefined, level: Level, now: Date): Date | undefined => {
  if (!quiet || level === 'critical' || !isWithin(clockAt(now, quiet.timeZone), quiet)) return undefined;
  const [hours, minutes] = quiet.to.split(':').map(Number);
  return nextTime({ cron: `${minutes} ${hours} * * *`, timeZone: quiet.timeZone }, now);
};
