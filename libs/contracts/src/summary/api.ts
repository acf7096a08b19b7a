import { z } from 'zod';
import { listOf, timestamp } from '../common';

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

export const eventsQuery = z.object({
  after: z.coerce.number().int().min(0).optional().describe('Position after which to begin'),
  before: z.coerce.number().int().min(1).optional().describe('Newest first, below this position'),
  context: z.string().max(32).optional(),
  aggregate: z.string().max(32).optional(),
  aggregateId: z.string().max(128).optional(),
  type: z.string().max(128).optional(),
  limit: z.coerce.number().int().optional().describe('At most 500; 50 when absent'),
});
