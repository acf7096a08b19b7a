import { EntitySchema } from 'typeorm';
import { asNumber } from '../support/number.transformer';

/** Who works on a projection or process, and until when (milliseconds). It saves work; the checkpoint is the fence. */
export interface LeaseRow {
  readonly name: string;
  readonly holder: string;
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
