import { Cron } from 'croner';
import { z } from 'zod';
import { ratio } from './shapes';

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const isCron = (expression: string): boolean => {
  try {
    return new Cron(expression, { paused: true, mode: '5-part' }).nextRun() !== null;
  } catch {
    return false;
  }
};

/** IANA name. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be a time zone such as Europe/Vienna or Asia/Seoul');

/** Minute, hour, day of month, month, day of week: `0 0/3 * * *` is every three hours (S4-1). */
export const cronExpression = z
  .string()
  .trim()
  .max(128)
  .refine(isCron, 'must be five fields of cron that ever come true, such as 0 */3 * * *');

export const schedule = z.strictObject({ cron: cronExpression, timeZone });
export type Schedule = z.infer<typeof schedule>;

/** When a schedule comes true next, strictly after `after`; undefined when never again. Daylight saving as cron(8) has it. */
export const nextTime = ({ cron, timeZone: zone }: Schedule, after: Date): Date | undefined =>
  new Cron(cron, { paused: true, mode: '5-part', timezone: zone }).nextRun(after) ?? undefined;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must look like 02:00');

/** Minutes are counted in the trigger's own words, so that a person can check them. */
export const triggerCondition = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('new-labels'),
    /** Labels stated in the stream's datasets since its last run was asked for. */
    atLeast: z.number().int().min(1).max(10_000_000),
  }),
  z.strictObject({
    kind: z.literal('warning-rate'),
    /** Share of results of the stream's models below its warning score. */
    atLeast: ratio,
    overMinutes: z.number().int().min(1).max(10_080),
    /** Fewer results say nothing. */
    leastResults: z.number().int().min(1).max(1_000_000),
  }),
]);
export type TriggerCondition = z.infer<typeof triggerCondition>;

/** When a stream trains by itself: at the times of its schedule, or whenever it is looked at, if all conditions hold. */
export const trigger = z
  .strictObject({
    active: z.boolean(),
    schedule: schedule.optional(),
    conditions: z.array(triggerCondition).max(8),
    /** Only at these times of day; over midnight when `to` is before `from`. */
    window: z.strictObject({ from: clockTime, to: clockTime, timeZone }).optional(),
    /** Without a schedule: seconds between two looks. 60 when absent. */
    checkSeconds: z.number().int().min(5).max(86_400).optional(),
    /** Who must be reachable (S4-16). */
    gate: z
      .strictObject({
        trainer: z.boolean(),
        /** That many devices that match the filter must be online; of all when it is absent. */
        devices: z
          .strictObject({
            filter: z.string().trim().min(1).max(2000).optional(),
            atLeast: z.number().int().min(1),
          })
          .optional(),
      })
      .optional(),
    /** When the gate is shut at a time of the schedule: let it pass, or train as soon as it opens. */
    whenShut: z.enum(['skip', 'wait']).optional(),
    /** Minutes after a run was asked for in which none is asked for by itself. */
    coolDownMinutes: z.number().int().min(0).max(43_200),
  })
  .refine(({ schedule: at, conditions }) => at !== undefined || conditions.length > 0, {
    path: ['conditions'],
    error: 'Name a schedule, or a condition at least',
  });
export type Trigger = z.infer<typeof trigger>;
