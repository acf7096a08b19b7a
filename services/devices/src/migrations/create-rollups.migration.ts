import { column, createTable, nullable, primary } from '@tutti/database';
import type { MigrationInterface, QueryRunner, TableColumnOptions } from 'typeorm';

const keys = [
  primary(column('device_id', 'varchar', 26)),
  primary(column('span', 'integer')),
  primary(column('at', 'bigint')),
];

const stat = (name: string): readonly TableColumnOptions[] => [
  column(`${name}_sum`, 'double'),
  nullable(column(`${name}_min`, 'double')),
  nullable(column(`${name}_max`, 'double')),
];

const inference = [
  ...keys,
  primary(column('model', 'varchar', 128)),
  primary(column('model_version', 'varchar', 64)),
  column('results', 'bigint'),
  column('with_truth', 'bigint'),
  column('correct', 'bigint'),
  ...stat('score'),
  ...stat('latency'),
];

const vitals = [
  ...keys,
  column('samples', 'bigint'),
  column('temperatures', 'bigint'),
  column('memory_total_bytes', 'bigint'),
  column('disk_total_bytes', 'bigint'),
  ...[
    'cpu',
    'memory_used_bytes',
    'disk_used_bytes',
    'temperature_celsius',
    'network_rx_bytes_per_second',
    'network_tx_bytes_per_second',
    'agent_memory_bytes',
  ].flatMap(stat),
];

const state = [
  primary(column('kind', 'varchar', 16)),
  column('closed_before', 'bigint'),
  column('filled_before', 'bigint'),
  column('fill_until', 'bigint'),
];

/** Primary tables: what telemetry amounts to by minute and hour. What is there already is counted in the background. */
export class CreateRollups1795392000102 implements MigrationInterface {
  readonly name = 'CreateRollups1795392000102';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, { name: 'rollup_state', columns: state });
    for (const [kind, columns] of [
      ['inference', inference],
      ['vitals', vitals],
    ] as const) {
      const name = `${kind}_rollup`;
      const indices = [{ name: `${name}_by_span_at`, columnNames: ['span', 'at'] }];
      await createTable(runner, { name, columns, indices });
      await runner.query(
        `INSERT INTO rollup_state (kind, closed_before, filled_before, fill_until) SELECT '${kind}', 0, 0, COALESCE(MAX(at) + 1, 0) FROM ${kind}`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['vitals_rollup', 'inference_rollup', 'rollup_state']) await runner.dropTable(name);
  }
}
