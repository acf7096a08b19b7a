import { column, createTable, nullable, primary } from '@tutti/database';
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';

const entry = [
  primary(column('device_id', 'varchar', 26)),
  primary(column('journal', 'varchar', 64)),
  primary(column('seq', 'bigint')),
  column('at', 'bigint'),
];

const inference = [
  ...entry,
  column('model', 'varchar', 128),
  column('model_version', 'varchar', 64),
  column('model_digest', 'varchar', 64),
  column('task', 'varchar', 16),
  column('label', 'varchar', 32),
  column('score', 'double'),
  column('probabilities', 'text'),
  column('boxes', 'text'),
  column('latency_ms', 'double'),
  column('input_file', 'varchar', 256),
  nullable(column('truth', 'varchar', 32)),
  nullable(column('correct', 'boolean')),
  nullable(column('preview', 'varchar', 64)),
  nullable(column('note', 'varchar', 128)),
];

const failure = [
  ...entry,
  nullable(column('model', 'varchar', 128)),
  column('type', 'varchar', 64),
  column('message', 'varchar', 512),
  column('input_file', 'varchar', 256),
];

const vitals = [
  ...entry,
  column('cpu', 'double'),
  column('memory_used_bytes', 'bigint'),
  column('memory_total_bytes', 'bigint'),
  column('disk_used_bytes', 'bigint'),
  column('disk_total_bytes', 'bigint'),
  nullable(column('temperature_celsius', 'double')),
  column('network_rx_bytes_per_second', 'double'),
  column('network_tx_bytes_per_second', 'double'),
  column('uptime_seconds', 'double'),
  column('agent_memory_bytes', 'bigint'),
];

const status = [
  primary(column('id', 'varchar', 26)),
  nullable(column('journal', 'varchar', 64)),
  nullable(column('seq', 'bigint')),
  nullable(column('at', 'bigint')),
  nullable(column('last_seen_at', 'bigint')),
  column('seen', 'text'),
  nullable(column('runtime', 'varchar', 16)),
  nullable(column('model', 'text')),
  nullable(column('agent_version', 'varchar', 64)),
  nullable(column('started_at', 'bigint')),
  nullable(column('backlog', 'text')),
  nullable(column('error', 'text')),
  nullable(column('error_since', 'bigint')),
  nullable(column('vitals', 'text')),
  column('connectivity', 'varchar', 16),
  nullable(column('connectivity_since', 'bigint')),
  nullable(column('told_connection', 'varchar', 16)),
  nullable(column('told_fault', 'varchar', 64)),
  nullable(column('told_fault_at', 'bigint')),
];

const preview = [
  primary(column('device_id', 'varchar', 26)),
  primary(column('sha256', 'varchar', 64)),
  column('size', 'bigint'),
  column('type', 'varchar', 16),
  column('created_at', 'bigint'),
];

interface Definition {
  readonly name: string;
  readonly columns: readonly TableColumnOptions[];
  readonly indices: readonly (readonly string[])[];
}

const tables: readonly Definition[] = [
  { name: 'inference', columns: inference, indices: [['at'], ['device_id', 'at']] },
  { name: 'failure', columns: failure, indices: [['at'], ['device_id', 'at']] },
  { name: 'vitals', columns: vitals, indices: [['at'], ['device_id', 'at']] },
  { name: 'device_status', columns: status, indices: [['connectivity']] },
  { name: 'preview', columns: preview, indices: [['created_at'], ['sha256'], ['device_id', 'created_at']] },
];

/** Primary tables: what devices sent. The log does not hold it. */
export class CreateTelemetry1795392000101 implements MigrationInterface {
  readonly name = 'CreateTelemetry1795392000101';

  async up(runner: QueryRunner): Promise<void> {
    for (const { name, columns, indices } of tables) {
      const named = indices.map((names) => ({
        name: `${name}_by_${names.join('_')}`,
        columnNames: [...names],
      }));
      await createTable(runner, { name, columns, indices: named });
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables.toReversed()) await runner.dropTable(name);
  }
}
