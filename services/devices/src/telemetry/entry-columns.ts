import { bigint, key, text } from '@tutti/database';

/** What every table of telemetry begins with. */
export const entryColumns = {
  deviceId: key(text('device_id', 26)),
  journal: key(text('journal', 64)),
  seq: key(bigint('seq')),
  /** The device's clock. */
  at: bigint('at'),
};
