import { EntitySchema } from 'typeorm';
import { asNumber } from '@tutti/database';

/** One sign-in and all refresh tokens that came of it. Times are milliseconds since 1970. */
export interface SessionRow {
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the newest refresh token's secret; all earlier ones are used up. */
  readonly secretHash: string;
  readonly createdAt: number;
  readonly usedAt: number;
  readonly endedAt: number | null;
}

/** Primary: it is in no log, and dropping it signs everybody out. */
export const sessionTable = new EntitySchema<SessionRow>({
  name: 'session',
  columns: {
    id: { type: 'varchar', length: 32, primary: true },
    userId: { name: 'user_id', type: 'varchar', length: 64 },
    secretHash: { name: 'secret_hash', type: 'varchar', length: 64 },
    createdAt: { name: 'created_at', type: 'bigint', transformer: asNumber },
    usedAt: { name: 'used_at', type: 'bigint', transformer: asNumber },
    endedAt: { name: 'ended_at', type: 'bigint', nullable: true, transformer: asNumber },
  },
});
