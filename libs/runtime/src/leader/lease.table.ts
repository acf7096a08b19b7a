import { EntitySchema } from 'typeorm';
import { asNumber } from '@tutti/database';

/** Who works on a projection or process. It saves work; the checkpoint is the fence. */
export interface LeaseRow {
  readonly name: string;
  readonly holder: string;
  /**
   * Every renewal changes it; that is all that is read of it. Replicas of older code also compare it with
   * their clocks, for which it is the holder's time, in milliseconds, plus the term.
   */
  readonly until: number;
}

export const leaseTable = new EntitySchema<LeaseRow>({
  name: 'runtime_lease',
  columns: {
    name: { type: 'varchar', length: 128, primary: true },
    holder: { type: 'varchar', length: 128 },
    until: { name: 'held_until', type: 'bigint', transformer: asNumber },
  },
});
