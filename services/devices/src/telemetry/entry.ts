import type { EntryKey } from '@tutti/contracts/devices';

/** One entry of a batch, with what the subject and the log say of it. */
export interface Arrival<Entry> {
  readonly deviceId: string;
  readonly journal: string;
  /** Our clock, milliseconds since 1970: when its message reached the log. */
  readonly receivedAt: number;
  readonly entry: Entry;
  /** What the device's clock said, where that cannot be when it was. */
  readonly claimedAt?: string;
  /** Results with a score below it are warnings. None when absent. */
  readonly warningScore?: number | null;
}

export const keyOf = ({
  deviceId,
  journal,
  entry: { seq },
}: Arrival<{ readonly seq: number }>): EntryKey => ({
  deviceId,
  journal,
  seq,
});
