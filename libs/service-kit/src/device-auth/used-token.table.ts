import { bigint, column, createTable, key, primary, text } from '@tutti/database';
import { EntitySchema, type QueryRunner } from 'typeorm';

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

/** For migrations. Primary, for two minutes: dropping it lets a token that was overheard be used once more. */
export const createUsedTokens = (runner: QueryRunner): Promise<void> =>
  createTable(runner, {
    name: 'used_token',
    columns: [
      primary(column('device_id', 'varchar', 26)),
      primary(column('jti', 'varchar', 64)),
      column('usable_until', 'bigint'),
    ],
    indices: [{ name: 'used_token_by_usable_until', columnNames: ['usable_until'] }],
  });
