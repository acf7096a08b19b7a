import { EntitySchema } from 'typeorm';
import { bigint, key, text } from '@tutti/database';

/** A token that was used, until it could not be used any more (milliseconds since 1970). All replicas write here. */
export interface UsedTokenRow {
  readonly deviceId: string;
  readonly jti: string;
  readonly until: number;
}

export const usedTokenTable = new EntitySchema<UsedTokenRow>({
  name: 'used_token',
  columns: {
    deviceId: key(text('device_id', 26)),
    jti: key(text('jti', 64)),
    until: bigint('usable_until'),
  },
});
