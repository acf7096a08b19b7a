import { createTable } from '@tutti/database';
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';

const key = (name: string, length = 128): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  isPrimary: true,
});
const string = (name: string, length = 128): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
});
const column = (name: string, type: string): TableColumnOptions => ({ name, type });

const tables: readonly { readonly name: string; readonly columns: TableColumnOptions[] }[] = [
  {
    name: 'runtime_checkpoint',
    columns: [
      key('name'),
      column('generation', 'integer'),
      column('version', 'integer'),
      string('shape', 64),
      string('incarnation', 64),
      column('position', 'bigint'),
      string('commit_id', 64),
      column('revision', 'bigint'),
      column('sequence', 'bigint'),
      column('updated_at', 'datetime'),
    ],
  },
  { name: 'runtime_lease', columns: [key('name'), string('holder'), column('held_until', 'bigint')] },
  {
    name: 'process_state',
    columns: [key('process'), key('instance_id'), column('state', 'text'), column('updated_at', 'datetime')],
  },
  {
    name: 'process_outbox',
    columns: [
      key('process'),
      { name: 'sequence', type: 'bigint', isPrimary: true },
      string('id', 64),
      string('instance_id'),
      column('outgoing', 'text'),
      column('metadata', 'text'),
      column('attempts', 'integer'),
      column('due_at', 'bigint'),
      { ...column('error', 'text'), isNullable: true },
    ],
  },
  {
    name: 'process_timer',
    columns: [key('process'), key('instance_id'), key('name'), column('due_at', 'bigint')],
  },
  {
    name: 'process_parked',
    columns: [
      key('process'),
      key('instance_id'),
      column('parked_at', 'datetime'),
      column('error', 'text'),
      { ...string('outgoing_id', 64), isNullable: true },
      column('announced', 'boolean'),
    ],
  },
  {
    name: 'process_parked_input',
    columns: [
      key('process'),
      { name: 'sequence', type: 'bigint', isPrimary: true },
      string('instance_id'),
      column('input', 'text'),
    ],
  },
];

const indices: readonly { readonly table: string; readonly columns: string[] }[] = [
  { table: 'process_outbox', columns: ['process', 'instance_id', 'sequence'] },
  { table: 'process_outbox', columns: ['process', 'due_at'] },
  { table: 'process_timer', columns: ['process', 'due_at'] },
  { table: 'process_parked_input', columns: ['process', 'instance_id', 'sequence'] },
];

/** Checkpoints and leases of all runners, and the primary tables of processes. */
export class CreateRuntime1795392000000 implements MigrationInterface {
  readonly name = 'CreateRuntime1795392000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const { name, columns } of tables) {
      const own = indices
        .filter(({ table }) => table === name)
        .map(({ columns: columnNames }) => ({
          name: `${name}_by_${columnNames.slice(1).join('_')}`,
          columnNames,
        }));
      await createTable(runner, { name, columns, indices: own });
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables.toReversed()) await runner.dropTable(name);
  }
}
