import { z } from 'zod';
import { defineEvents, event, nameEvents, type EventOf } from '../common';
import { cancelCause, commandFailure, commandOrder, commandOutcome, commandResult } from './commands';
import { groupFilter, groupName } from './groups';
import { deviceSettings } from './sampling';
import {
  deviceId,
  deviceName,
  hardware,
  location,
  operatingSystem,
  publicKey,
  ratio,
  serial,
  tags,
} from './shapes';

const request = {
  publicKey,
  hardware,
  os: operatingSystem,
  agentVersion: z.string().max(64),
  note: z.string().max(128).optional(),
};

export const deviceEvents = defineEvents('devices', 'device', {
  DeviceRequested: event(
    z.strictObject({ serial, ...request, enrolmentTokenId: z.string().max(64).optional() }),
  ),
  DeviceRegistered: event(
    z.strictObject({
      name: deviceName,
      publicKey,
      description: z.string().max(1024).optional(),
      site: z.string().max(64).optional(),
      location: location.optional(),
      tags,
    }),
  ),
  DeviceRejected: event(z.strictObject({ reason: z.string().max(256).optional() })),
  DeviceDescribed: event(
    z.strictObject({
      name: deviceName.optional(),
      description: z.string().max(1024).nullable().optional(),
      site: z.string().max(64).nullable().optional(),
      location: location.nullable().optional(),
    }),
  ),
  DeviceTagged: event(z.strictObject({ tags })),
  DeviceSuspended: event(z.strictObject({ reason: z.string().max(256).optional() })),
  DeviceResumed: event(z.strictObject({})),
  DeviceKeyRotated: event(z.strictObject({ publicKey, previousKey: publicKey })),
  DeviceWentOnline: event(z.strictObject({ lastSeenAt: z.iso.datetime() })),
  DeviceWentOffline: event(z.strictObject({ lastSeenAt: z.iso.datetime() })),
  DeviceFaulted: event(z.strictObject({ kind: z.string().max(64), message: z.string().max(512) })),
  /** Everything that is set for the device, not only what differs. */
  DeviceSettingsChanged: event(deviceSettings),
  /** Results below the warning score, gathered so that one event tells of many. */
  DeviceWarned: event(
    z.strictObject({
      model: z.string().max(128),
      modelVersion: z.string().max(64),
      below: ratio,
      count: z.number().int().min(1),
      /** From the first of them to the last. */
      windowMs: z.number().int().min(0),
      lowest: ratio,
    }),
  ),
  DeviceRetired: event(z.strictObject({ reason: z.string().max(256).optional() })),
});
export type DeviceEvent = EventOf<typeof deviceEvents>;

export const enrolmentTokenEvents = defineEvents('devices', 'enrolment-token', {
  EnrolmentTokenIssued: event(
    z.strictObject({
      note: z.string().max(128).optional(),
      expiresAt: z.iso.datetime(),
      maxUses: z.number().int().min(1).max(100_000),
      autoAccept: z.boolean(),
      site: z.string().max(64).optional(),
      tags,
    }),
  ),
  EnrolmentTokenUsed: event(z.strictObject({ deviceId: z.string() })),
  EnrolmentTokenRevoked: event(z.strictObject({})),
});
export type EnrolmentTokenEvent = EventOf<typeof enrolmentTokenEvents>;

/** `deviceId` stands in each: what happens to a device's commands is one story. */
export const deviceCommandEvents = defineEvents('devices', 'device-command', {
  CommandIssued: event(z.strictObject({ deviceId, order: commandOrder, deadline: z.iso.datetime() })),
  CommandAccepted: event(z.strictObject({ deviceId })),
  CommandCancelRequested: event(z.strictObject({ deviceId, cancel: z.number().int().min(1) })),
  CommandCancelRefused: event(z.strictObject({ deviceId, reason: z.string().max(512) })),
  CommandCancelled: event(z.strictObject({ deviceId, cause: cancelCause })),
  CommandSucceeded: event(z.strictObject({ deviceId, result: commandResult })),
  CommandFailed: event(z.strictObject({ deviceId, failure: commandFailure })),
  CommandExpired: event(z.strictObject({ deviceId })),
  /** A device ended a command that was closed already: for the record, the outcome stays. */
  CommandReportedLate: event(z.strictObject({ deviceId, outcome: commandOutcome })),
});
export type DeviceCommandEvent = EventOf<typeof deviceCommandEvents>;

export const deviceGroupEvents = defineEvents('devices', 'device-group', {
  GroupDefined: event(
    z.strictObject({ name: groupName, filter: groupFilter, description: z.string().max(256).optional() }),
  ),
  GroupRedefined: event(
    z.strictObject({
      name: groupName.optional(),
      filter: groupFilter.optional(),
      description: z.string().max(256).nullable().optional(),
    }),
  ),
  GroupDeleted: event(z.strictObject({})),
});
export type DeviceGroupEvent = EventOf<typeof deviceGroupEvents>;

export const deviceNameEvents = nameEvents('devices');
