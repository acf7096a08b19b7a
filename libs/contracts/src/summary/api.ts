import { z } from 'zod';
import { listOf, pageQuery, timestamp } from '../common';

/** One event of the log as `GET /api/v1/events` shows it; also the `data` of each Server-Sent Event. */
export const loggedEvent = z.object({
  id: z.string(),
  position: z.number().int(),
  /** `tutti.<context>.<EventName>` */
  type: z.string(),
  /** `<context>/<aggregate>/<id>` */
  subject: z.string(),
  aggregateVersion: z.number().int(),
  time: timestamp,
  /** Principal that caused it: `user:<id>`, `device:<id>`, `process:<name>`, `system`. */
  authId: z.string().nullable(),
  correlationId: z.string().nullable(),
  causationId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type LoggedEvent = z.infer<typeof loggedEvent>;
export const loggedEventList = listOf(loggedEvent).extend({
  /** Newest position of the log when the page was read: begin a live stream with `after=` this. */
  head: z.number().int(),
});

/** One token of a subject in the log: it must not hold wildcards. */
const token = (length: number) =>
  z
    .string()
    .max(length)
    .regex(/^[A-Za-z0-9_-]+$/, 'may have letters, digits, _ and - only');

/** Newest first unless `after` is given. A page ends with a whole commit, so it may be a few events longer than `limit`. */
export const eventsQuery = z.strictObject({
  after: z.coerce.number().int().min(0).optional().describe('Oldest first, after this position'),
  before: z.coerce.number().int().min(1).optional().describe('Newest first, below this position'),
  context: token(32).optional(),
  aggregate: token(32).optional(),
  aggregateId: token(128).optional(),
  type: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9_.-]+$/, 'may have letters, digits, _ . and - only')
    .optional()
    .describe('`UserCreated` or `tutti.identity.UserCreated`'),
  limit: z.coerce.number().optional().describe('At most 500; 50 when absent'),
  pageToken: pageQuery.pageToken,
});
export type EventsQuery = z.infer<typeof eventsQuery>;
