import type { EntitySchema, MigrationInterface } from 'typeorm';
import { checkpointTable } from './checkpoint/checkpoint.table';
import { leaseTable } from './leader/lease.table';
import { CreateRebuild1795651200000 } from './migrations/create-rebuild.migration';
import { CreateRuntime1795392000000 } from './migrations/create-runtime.migration';
import { outboxTable, parkedInputTable, parkedTable, stateTable, timerTable } from './process/process.table';
import { rebuildTable } from './projection/rebuild.table';

/** Tables of the runners: every service's database has them. */
export const runtimeEntities: readonly EntitySchema[] = [
  checkpointTable,
  leaseTable,
  rebuildTable,
  stateTable,
  outboxTable,
  timerTable,
  parkedTable,
  parkedInputTable,
];

export const runtimeMigrations: readonly (new () => MigrationInterface)[] = [
  CreateRuntime1795392000000,
  CreateRebuild1795651200000,
];
