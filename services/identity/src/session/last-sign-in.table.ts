import { EntitySchema } from 'typeorm';
import { asNumber } from '@tutti/database';

export interface LastSignInRow {
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Primary. The log has the first sign-in of a day only; without a row here that is what is known. */
export const lastSignInTable = new EntitySchema<LastSignInRow>({
  name: 'last_sign_in',
  columns: {
    userId: { name: 'user_id', type: 'varchar', length: 64, primary: true },
    at: { name: 'signed_in_at', type: 'bigint', transformer: asNumber },
  },
});
