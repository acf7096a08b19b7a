import type { FailureEntry, EntryKey } from '@tutti/contracts/devices';
import { keyOf, type Arrival } from '../telemetry/entry';

/** One input that a device could not work on. Times in milliseconds since 1970. */
export interface FailureRow extends EntryKey {
  readonly at: number;
  readonly model: string | null;
  readonly type: string;
  readonly message: string;
  readonly inputFile: string;
}

export const failureRow = (arrival: Arrival<FailureEntry>): FailureRow => {
  const { at, model, type, message, inputFile } = arrival.entry;
  return { ...keyOf(arrival), at: Date.parse(at), model: model?.name ?? null, type, message, inputFile };
};
