import { EntitySchema } from 'typeorm';
import { bigint, key, text } from '@tutti/database';
import type { RollupKind } from './rollup';

/** How far a roll-up is. Times in milliseconds since 1970. */
export interface RollupState {
  readonly kind: RollupKind;
  /** Raw rows from before then may be gone: what was rolled up of them is final. */
  readonly closedBefore: number;
  /** Raw rows that were there before the roll-up was: counted up to then, of those before `fillUntil`. */
  readonly filledBefore: number;
  readonly fillUntil: number;
}

/** Primary: one row for each kind. Whoever writes a roll-up holds its row. */
export const rollupStateTable = new EntitySchema<RollupState>({
  name: 'rollup_state',
  columns: {
    kind: key(text('kind', 16)),
    closedBefore: bigint('closed_before'),
    filledBefore: bigint('filled_before'),
    fillUntil: bigint('fill_until'),
  },
});
