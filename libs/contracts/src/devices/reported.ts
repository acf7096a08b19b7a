import { z } from 'zod';
import { deploymentReport } from '../deployment/reports';
import { appliedSampling } from './sampling';
import { commandFailure, commandOutcome, commandProgress } from './commands';

const entry = { seq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER), at: z.iso.datetime() };

/** What a device says of a command that it was given. */
export const commandReport = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('accepted') }),
  z.strictObject({ state: z.literal('running'), progress: commandProgress }),
  z.strictObject({
    state: z.literal('cancel-refused'),
    /** The request to stop that this answers. */
    cancel: z.number().int().min(1),
    reason: commandFailure.shape.message,
  }),
  ...commandOutcome.options,
]);
export type CommandReport = z.infer<typeof commandReport>;

/** What a device says it is doing about its twin, by topic. */
export const reportedEntry = z.discriminatedUnion('topic', [
  z.object({ ...entry, topic: z.literal('command'), commandId: z.uuid(), report: commandReport }),
  z.object({
    ...entry,
    topic: z.literal('settings'),
    /** Of the wish that it knows; null before the first. */
    position: z.number().int().nullable(),
    sampling: appliedSampling,
  }),
  z.object({ ...entry, topic: z.literal('deployment'), deploymentId: z.uuid(), report: deploymentReport }),
]);
export type ReportedEntry = z.infer<typeof reportedEntry>;
type About<Topic extends ReportedEntry['topic']> = Extract<ReportedEntry, { topic: Topic }>;
export type CommandReported = About<'command'>;
export type SettingsReported = About<'settings'>;
export type DeploymentReported = About<'deployment'>;
