import { fingerprintOf, type Device, type DeviceSettings } from '@tutti/contracts/devices';
import { unseen, type DeviceStatusRow } from '../status/device-status.row';
import { badgeOf } from './badge';
import type { DeviceRow } from './device-list.projection';

const time = (at: number): string => new Date(at).toISOString();
const timeOrNull = (at: number | null): string | null => (at === null ? null : time(at));

const settingsOf = ({ settings }: DeviceRow): DeviceSettings => ({
  sampling: settings?.sampling ?? null,
  warningScore: settings?.warningScore ?? null,
});

/** A device that was never told anything knows all there is. */
const samplingOf = (
  { settings }: DeviceRow,
  { appliedSampling: applied, frames }: DeviceStatusRow,
): Device['sampling'] => ({
  applied: applied?.sampling ?? null,
  isCurrent: settings === null || applied?.position === settings.position,
  frames,
});

const present = (row: DeviceRow, status: DeviceStatusRow) => {
  const { connectivity, runtime, model, error, backlog, vitals } = status;
  return {
    connectivity,
    runtime,
    badge: badgeOf({ lifecycle: row.lifecycle, connectivity, runtime }),
    model,
    error,
    backlog,
    vitals,
    agentVersion: status.agentVersion ?? row.agentVersion,
    lastSeenAt: timeOrNull(status.lastSeenAt),
  };
};

/** A device as the API shows it. */
export const toDevice = (row: DeviceRow, status: DeviceStatusRow = unseen(row.id)): Device => ({
  id: row.id,
  serial: row.serial,
  name: row.name,
  description: row.description,
  site: row.site,
  location: row.location,
  tags: row.tags,
  lifecycle: row.lifecycle,
  hardware: row.hardware,
  os: row.os,
  note: row.note,
  keyFingerprint: fingerprintOf(row.publicKey),
  requestedAt: time(row.requestedAt),
  registeredAt: timeOrNull(row.registeredAt),
  settings: settingsOf(row),
  sampling: samplingOf(row, status),
  version: row.version,
  ...present(row, status),
});
