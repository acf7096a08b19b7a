import { EntitySchema } from 'typeorm';
import type { Place } from '../checkpoint/checkpoint-store';
import { asNumber } from '@tutti/database';

/** Somebody asked, newer code began, or the log was another one. */
export type RebuildReason = 'asked' | 'newer-code' | 'another-log';
export type RebuildState = 'running' | 'swapped' | 'cancelled';

/** The newest rebuild of a projection: what is filled beside the live generation, or how the last one ended. */
export interface Rebuild extends Place {
  /** Name of the checkpoint of the live generation. */
  readonly name: string;
  readonly state: RebuildState;
  readonly reason: RebuildReason;
  /** `user:<id>`, or `system`. */
  readonly askedBy: string;
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Whether the rows that nobody reads any more are gone. */
  readonly swept: boolean;
}

export const rebuildTable = new EntitySchema<Rebuild>({
  name: 'runtime_rebuild',
  columns: {
    name: { type: 'varchar', length: 128, primary: true },
    state: { type: 'varchar', length: 16 },
    reason: { type: 'varchar', length: 16 },
    askedBy: { name: 'asked_by', type: 'varchar', length: 128 },
    startedAt: { name: 'started_at', type: 'datetime' },
    endedAt: { name: 'ended_at', type: 'datetime', nullable: true },
    swept: { type: 'boolean' },
    generation: { type: 'integer' },
    version: { type: 'integer' },
    shape: { type: 'varchar', length: 64 },
    incarnation: { type: 'varchar', length: 64 },
    position: { type: 'bigint', transformer: asNumber },
    commitId: { name: 'commit_id', type: 'varchar', length: 64 },
    revision: { type: 'bigint', transformer: asNumber },
  },
});
