import type { CommitMetadata, Outgoing } from '@tutti/kernel';
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { asNumber } from '@tutti/database';

const key: EntitySchemaColumnOptions = { type: 'varchar', length: 128, primary: true };
const process = { ...key, name: 'process' };
const instanceKey = { ...key, name: 'instance_id' };
const instance: EntitySchemaColumnOptions = { name: 'instance_id', type: 'varchar', length: 128 };
const sequence: EntitySchemaColumnOptions = { type: 'bigint', primary: true, transformer: asNumber };
const dueAt: EntitySchemaColumnOptions = { name: 'due_at', type: 'bigint', transformer: asNumber };

export interface StateRow {
  readonly process: string;
  readonly instanceId: string;
  /** JSON */
  readonly state: string;
  readonly updatedAt: Date;
}

export const stateTable = new EntitySchema<StateRow>({
  name: 'process_state',
  columns: {
    process,
    instanceId: instanceKey,
    state: { type: 'text' },
    updatedAt: { name: 'updated_at', type: 'datetime' },
  },
});

/** A command or effect that is not done. Those of one instance leave in the order of their sequence. */
export interface OutboxRow {
  readonly process: string;
  readonly sequence: number;
  /** Stable over retries and replays. */
  readonly id: string;
  readonly instanceId: string;
  readonly outgoing: Outgoing;
  readonly metadata: CommitMetadata;
  /** Failed ones. */
  readonly attempts: number;
  /** Milliseconds. */
  readonly dueAt: number;
  readonly error: string | null;
}

export const outboxTable = new EntitySchema<OutboxRow>({
  name: 'process_outbox',
  columns: {
    process,
    sequence,
    id: { type: 'varchar', length: 64 },
    instanceId: instance,
    outgoing: { type: 'simple-json' },
    metadata: { type: 'simple-json' },
    attempts: { type: 'integer' },
    dueAt,
    error: { type: 'text', nullable: true },
  },
});

export interface TimerRow {
  readonly process: string;
  readonly instanceId: string;
  readonly name: string;
  /** Milliseconds. */
  readonly dueAt: number;
}

export const timerTable = new EntitySchema<TimerRow>({
  name: 'process_timer',
  columns: { process, instanceId: instanceKey, name: { ...key }, dueAt },
});

/** An instance that waits for a person. */
export interface ParkedRow {
  readonly process: string;
  readonly instanceId: string;
  readonly parkedAt: Date;
  readonly error: string;
  /** The outgoing that failed; null when the reaction itself did. */
  readonly outgoingId: string | null;
  /** Whether it stands in the dead letters. */
  readonly announced: boolean;
}

export const parkedTable = new EntitySchema<ParkedRow>({
  name: 'process_parked',
  columns: {
    process,
    instanceId: instanceKey,
    parkedAt: { name: 'parked_at', type: 'datetime' },
    error: { type: 'text' },
    outgoingId: { name: 'outgoing_id', type: 'varchar', length: 64, nullable: true },
    announced: { type: 'boolean' },
  },
});

/** What came for a parked instance and waits with it. */
export interface ParkedInputRow {
  readonly process: string;
  readonly sequence: number;
  readonly instanceId: string;
  /** JSON of a `ProcessInput`. */
  readonly input: string;
}

export const parkedInputTable = new EntitySchema<ParkedInputRow>({
  name: 'process_parked_input',
  columns: { process, sequence, instanceId: instance, input: { type: 'text' } },
});
