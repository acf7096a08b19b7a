import type { VitalsEntry, EntryKey } from '@tutti/contracts/devices';
import type { Arrival } from '../telemetry/entry';

/** One measurement of a device. Times in milliseconds since 1970. */
export interface VitalsRow extends EntryKey, Omit<VitalsEntry, 'seq' | 'at'> {
  readonly at: number;
}

export const vitalsRow = ({ deviceId, journal, entry }: Arrival<VitalsEntry>): VitalsRow => ({
  ...entry,
  deviceId,
  journal,
  at: Date.parse(entry.at),
});
