import { EntitySchema } from 'typeorm';
import { asNumber } from '@tutti/database';

/** How far a projection or process has come. `revision` rises with every write: the fence between replicas. */
export interface Checkpoint {
  /** `projection:<name>` or `process:<name>` */
  readonly name: string;
  /** Which rows are the live ones. A rebuild raises it. */
  readonly generation: number;
  /** Of the code that wrote last: older code must not write. */
  readonly version: number;
  /** Digest of the version and the event types that it handles. */
  readonly shape: string;
  readonly incarnation: string;
  readonly position: number;
  /** Id of the commit at `position`; empty at 0. */
  readonly commitId: string;
  readonly revision: number;
  /** Numbers what a process puts into its tables, in order. */
  readonly sequence: number;
  readonly updatedAt: Date;
}

export const checkpointTable = new EntitySchema<Checkpoint>({
  name: 'runtime_checkpoint',
  columns: {
    name: { type: 'varchar', length: 128, primary: true },
    generation: { type: 'integer' },
    version: { type: 'integer' },
    shape: { type: 'varchar', length: 64 },
    incarnation: { type: 'varchar', length: 64 },
    position: { type: 'bigint', transformer: asNumber },
    commitId: { name: 'commit_id', type: 'varchar', length: 64 },
    revision: { type: 'bigint', transformer: asNumber },
    sequence: { type: 'bigint', transformer: asNumber },
    updatedAt: { name: 'updated_at', type: 'datetime' },
  },
});
