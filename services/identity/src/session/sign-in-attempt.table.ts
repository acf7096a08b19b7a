import { EntitySchema } from 'typeorm';
import { asNumber } from '@tutti/database';

/** What failed lately under one key. Times are milliseconds since 1970. */
export interface SignInAttemptRow {
  /** Hash of name and address: neither is kept. */
  readonly id: string;
  readonly failures: number;
  readonly nextAt: number;
  readonly lastAt: number;
}

/** Primary, for a quarter of an hour. All replicas write here, so nobody guesses faster by asking several. */
export const signInAttemptTable = new EntitySchema<SignInAttemptRow>({
  name: 'sign_in_attempt',
  columns: {
    id: { type: 'varchar', length: 64, primary: true },
    failures: { type: 'integer' },
    nextAt: { name: 'next_at', type: 'bigint', transformer: asNumber },
    lastAt: { name: 'last_at', type: 'bigint', transformer: asNumber },
  },
});
