import { EntitySchema } from 'typeorm';
import { bigint, json, key, orNull, real, text } from '@tutti/database';

/** Results below the warning score that were gathered; our clock, milliseconds since 1970. */
export interface Gathered {
  readonly results: number;
  readonly lowest: number;
  readonly below: number;
  readonly since: number;
  readonly until: number;
}

/** Of one device with one version of a model: what is to be told of, and what is being told. */
export interface WarningRow {
  readonly deviceId: string;
  readonly model: string;
  readonly modelVersion: string;
  readonly results: number;
  readonly lowest: number | null;
  readonly below: number | null;
  readonly since: number | null;
  readonly until: number | null;
  /** Taken out to be told of: whoever dies meanwhile tells the same again. */
  readonly telling: Gathered | null;
  readonly toldAt: number | null;
}

/** Primary: dropping it forgets warnings that the log was not told of yet. */
export const warningTable = new EntitySchema<WarningRow>({
  name: 'warning',
  columns: {
    deviceId: key(text('device_id', 26)),
    model: key(text('model', 128)),
    modelVersion: key(text('model_version', 64)),
    results: bigint('results'),
    lowest: orNull(real('lowest')),
    below: orNull(real('below')),
    since: orNull(bigint('since')),
    until: orNull(bigint('until')),
    telling: orNull(json('telling')),
    toldAt: orNull(bigint('told_at')),
  },
});
