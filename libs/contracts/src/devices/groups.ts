import { z } from 'zod';
import { listOf, timestamp } from '../common';

export const groupName = z.string().trim().min(1).max(64);
/** RSQL over devices. It names no groups. */
export const groupFilter = z.string().trim().min(1).max(2000);
const description = z.string().max(256);

/** A saved filter: its members are the devices that match it now. */
export const deviceGroup = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  filter: z.string(),
  /** Devices that match now; null when the filter cannot be used any more. */
  members: z.number().int().nullable(),
  changedAt: timestamp,
  /** The aggregate's version: the number in `ETag`. */
  version: z.number().int(),
});
export type DeviceGroup = z.infer<typeof deviceGroup>;
export const deviceGroupList = listOf(deviceGroup);

export const defineDeviceGroup = z.strictObject({
  name: groupName,
  filter: groupFilter,
  description: description.optional(),
});
export type DefineDeviceGroup = z.infer<typeof defineDeviceGroup>;

/** Merge patch (RFC 7396): `null` removes. */
export const patchDeviceGroup = z.strictObject({
  name: groupName.optional(),
  filter: groupFilter.optional(),
  description: description.nullable().optional(),
});
export type PatchDeviceGroup = z.infer<typeof patchDeviceGroup>;
