import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { deviceSettings, samplingPolicy } from './sampling';
import { box, deviceId, modelReference, ratio, sha256 } from './shapes';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** A picture to judge: 10 MiB, a photo of a phone. */
export const maxPictureBytes = 10 * 1024 * 1024;
/** Log lines of one answer. */
export const maxLogBytes = 1024 * 1024;
/** Commands of one device that may wait or run at a time. */
export const mostOpenCommands = 10;

/** An agent that ends with this wants to be started again at once (sysexits: EX_TEMPFAIL). */
export const agentRestartExitCode = 75;

export const commandKinds = ['infer', 'collect-logs', 'reload-model', 'restart-agent'] as const;
export type CommandKind = (typeof commandKinds)[number];

/** Seconds until a command expires: when nothing is asked for, and the bounds. */
export const commandDeadlines: Readonly<
  Record<CommandKind, { readonly usual: number; readonly least: number; readonly most: number }>
> = {
  infer: { usual: 10 * minute, least: 5, most: day },
  'collect-logs': { usual: hour, least: 5, most: 7 * day },
  'reload-model': { usual: hour, least: 5, most: 7 * day },
  'restart-agent': { usual: 15 * minute, least: 5, most: day },
};

export const commandPicture = z.strictObject({
  sha256,
  size: z.number().int().min(1).max(maxPictureBytes),
  /** Media type, as the bytes say. */
  type: z.enum(['image/jpeg', 'image/png', 'image/webp']),
});
export type CommandPicture = z.infer<typeof commandPicture>;

const logLines = z.number().int().min(1).max(5000);

/** What a device is to do, with everything that it needs to know. */
export const commandOrder = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('infer'), picture: commandPicture }),
  z.strictObject({ kind: z.literal('collect-logs'), lines: logLines }),
  z.strictObject({ kind: z.literal('reload-model') }),
  z.strictObject({ kind: z.literal('restart-agent') }),
]);
export type CommandOrder = z.infer<typeof commandOrder>;

const resultProbabilities = z
  .record(z.string().max(32), z.number().min(0).max(1))
  .refine((all) => Object.keys(all).length <= 20, 'must have at most 20 classes');

/** What came of it. Bytes (log lines) are fetched by the command, never carried here. */
export const commandResult = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('infer'),
    model: modelReference,
    label: z.string().max(32),
    score: ratio,
    /** The most probable classes; they need not add up to 1. */
    probabilities: resultProbabilities,
    boxes: z.array(box).max(100),
    latencyMs: z.number().min(0).max(3_600_000),
  }),
  z.strictObject({
    kind: z.literal('collect-logs'),
    sha256,
    bytes: z.number().int().min(0).max(maxLogBytes),
    lines: z.number().int().min(0).max(5000),
  }),
  z.strictObject({ kind: z.literal('reload-model'), model: modelReference }),
  z.strictObject({
    kind: z.literal('restart-agent'),
    previousStartedAt: z.iso.datetime(),
    startedAt: z.iso.datetime(),
    agentVersion: z.string().max(64),
  }),
]);
export type CommandResult = z.infer<typeof commandResult>;

/** Why a command failed: a stable code for programs (`interrupted`, `model.missing`), a message for people. */
export const commandFailure = z.strictObject({
  code: z.string().regex(/^[a-z0-9.-]{1,64}$/),
  message: z.string().max(512),
});
export type CommandFailure = z.infer<typeof commandFailure>;

export const cancelCause = z.enum(['user', 'device', 'forced', 'device-suspended', 'device-retired']);
export type CancelCause = z.infer<typeof cancelCause>;

/** What a device that ended a command says of it. */
export const commandOutcome = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('succeeded'), result: commandResult }),
  z.strictObject({ state: z.literal('failed'), failure: commandFailure }),
  z.strictObject({ state: z.literal('cancelled') }),
]);
export type CommandOutcome = z.infer<typeof commandOutcome>;

/** How far a command that takes long has come. */
export const commandProgress = z.strictObject({
  step: z.enum(['fetching', 'working', 'sending', 'stopping']),
  share: ratio,
});
export type CommandProgress = z.infer<typeof commandProgress>;

export const commandStatus = z.enum([
  'issued',
  'accepted',
  'cancelling',
  'succeeded',
  'failed',
  'expired',
  'cancelled',
]);
export type CommandStatus = z.infer<typeof commandStatus>;

/** A command as the API shows it. */
export const deviceCommand = z.object({
  id: z.string(),
  deviceId: z.string(),
  order: commandOrder,
  status: commandStatus,
  issuedAt: timestamp,
  /** `user:<id>` */
  issuedBy: z.string().nullable(),
  /** It expires when it is not finished by then. */
  deadline: timestamp,
  acceptedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  /** While it runs, where it takes long enough to tell. */
  progress: commandProgress.nullable(),
  result: commandResult.nullable(),
  failure: commandFailure.nullable(),
  cancelCause: cancelCause.nullable(),
  /** Why the device did not stop when it was asked to. */
  cancelRefusal: z.string().nullable(),
  /** What the device did all the same after the command was closed. It changes nothing. */
  late: commandOutcome.nullable(),
  version: z.number().int(),
});
export type DeviceCommand = z.infer<typeof deviceCommand>;
export const deviceCommandList = listOf(deviceCommand);

const issue = {
  deviceId,
  expiresInSeconds: z.number().int().min(5).max(604_800).optional(),
};

/** `POST /device-commands` */
export const issueDeviceCommand = z.discriminatedUnion('kind', [
  /** The digest of a picture that the caller sent before. */
  z.strictObject({ ...issue, kind: z.literal('infer'), picture: sha256 }),
  z.strictObject({ ...issue, kind: z.literal('collect-logs'), lines: logLines.optional() }),
  z.strictObject({ ...issue, kind: z.literal('reload-model') }),
  z.strictObject({ ...issue, kind: z.literal('restart-agent') }),
]);
export type IssueDeviceCommand = z.infer<typeof issueDeviceCommand>;

/** `POST /device-commands/{id}/cancel`: `force` closes it without waiting for the device's word. */
export const cancelDeviceCommand = z.strictObject({ force: z.boolean().optional() });

/** An open command in a device's twin. */
export const twinCommand = z.object({
  id: z.uuid(),
  order: commandOrder,
  deadline: z.iso.datetime(),
  /** Number of the request to stop, when there is one: the device answers each once. */
  cancel: z.number().int().min(1).optional(),
});
export type TwinCommand = z.infer<typeof twinCommand>;

/** Twin key `<deviceId>.commands`: everything that the device is to do, oldest first. */
export const twinCommands = z.object({
  /** Of the log that `position` belongs to. */
  incarnation: z.string(),
  /** Of the event that led to this. A key never goes back. */
  position: z.number().int(),
  commands: z.array(z.unknown()),
});
export type TwinCommands = Readonly<z.infer<typeof twinCommands>>;

/** Twin key `<deviceId>.settings`: what the operator set for the device. A device passes over rules that it does not know. */
export const twinSettings = twinCommands.omit({ commands: true }).extend({
  settings: z.object({ ...deviceSettings.shape, sampling: z.object(samplingPolicy.shape).nullable() }),
});
export type TwinSettings = z.infer<typeof twinSettings>;

/** Twin key `<deviceId>.head`: the version of every other key of the device, by its last name. */
export const twinHead = z.record(z.string(), z.string());
export type TwinHead = z.infer<typeof twinHead>;
