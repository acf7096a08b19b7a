import { z } from 'zod';
import { timestamp } from '../common';

const position = z.number().int().min(0);

/** Why a runner waits for a person. */
export const trouble = z.object({
  kind: z.enum(['other-log', 'newer-code', 'unknown-event', 'corrupt-commit']),
  /** Of the commit that it cannot pass. */
  position: position.nullable(),
  /** Which wrote that commit, and can pass it over. */
  service: z.string().nullable(),
});

const runner = z.object({
  name: z.string(),
  phase: z.enum(['idle', 'following', 'leading', 'failing', 'stopped']),
  /** Whether the replica that answers does the work. */
  leader: z.boolean(),
  ready: z.boolean(),
  position,
  /** Newest commit that concerns it: it has caught up when its position is the same. */
  target: position,
  /** Commits that it has not taken in; null where the replica that answers does not know. */
  lag: z.number().int().nullable(),
  error: z.string().nullable(),
  trouble: trouble.nullable(),
});

/** The newest rebuild of a projection. Its progress is `position` of the projection's `target`. */
export const rebuild = z.object({
  state: z.enum(['running', 'swapped', 'cancelled']),
  reason: z.enum(['asked', 'newer-code', 'another-log']),
  generation: z.number().int(),
  position,
  askedBy: z.string(),
  startedAt: timestamp,
  endedAt: timestamp.nullable(),
  error: z.string().nullable(),
});

export const projectionRunner = runner.extend({
  generation: z.number().int(),
  rebuild: rebuild.nullable(),
});
export type ProjectionRunner = z.infer<typeof projectionRunner>;

export const processRunner = runner.extend({
  /** Instances that wait for a person. */
  parked: z.number().int(),
  /** Commands and effects that are not done. */
  outgoing: z.number().int(),
});
export type ProcessRunner = z.infer<typeof processRunner>;

export const telemetryRunner = z.object({
  name: z.string(),
  phase: z.enum(['idle', 'running', 'failing', 'stopped']),
  ready: z.boolean(),
  received: z.number().int(),
  malformed: z.number().int(),
  missed: z.number().int(),
  gaps: z.number().int(),
  watermark: timestamp.nullable(),
  lag: z.number().int().nullable(),
  error: z.string().nullable(),
});
export type TelemetryRunner = z.infer<typeof telemetryRunner>;

/** What a service does in the background. */
export const runners = z.object({
  projections: z.array(projectionRunner),
  processes: z.array(processRunner),
  telemetry: z.array(telemetryRunner),
});
export type Runners = z.infer<typeof runners>;

export const parkedInstance = z.object({
  instanceId: z.string(),
  parkedAt: timestamp,
  error: z.string(),
  /** What failed; null when the reaction itself did. */
  failed: z.object({ id: z.string(), type: z.string(), attempts: z.number().int() }).nullable(),
  /** Events and timers that wait with it. */
  waiting: z.number().int(),
});
export const parkedInstances = z.object({ items: z.array(parkedInstance) });
export type ParkedInstance = z.infer<typeof parkedInstance>;

export const adoptLog = z.strictObject({
  position: position.describe('It goes on with the commit after this position'),
});

export const skipCommit = z.strictObject({
  position: position.min(1).describe('Of the commit that cannot be read'),
  reason: z.string().trim().max(256).optional().describe('For the log: why it may be lost'),
});

/** Services that have runners. */
export const runnerServices = [
  'identity',
  'devices',
  'datasets',
  'training',
  'deployment',
  'summary',
] as const;
