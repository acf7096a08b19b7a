import { cronExpression, nextTime, type Schedule } from '@tutti/contracts/training';

/** When a schedule comes true next, so many times; none where it never does, or cannot be understood. */
export const nextTimes = (schedule: Schedule, after: Date, count = 3): readonly Date[] => {
  if (!cronExpression.safeParse(schedule.cron).success) return [];
  const times: Date[] = [];
  for (let last: Date | undefined = nextTime(schedule, after); last && times.length < count;) {
    times.push(last);
    last = nextTime(schedule, last);
  }
  return times;
};
