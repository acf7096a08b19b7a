import { column, createTable, primary } from '@tutti/database';
import { createView } from '@tutti/runtime';
import { createUsedTokens, fleetDeviceView } from '@tutti/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const frameColumns = [
  primary(column('id', 'varchar', 128)),
  column('device_id', 'varchar', 26),
  column('journal', 'varchar', 64),
  column('seq', 'bigint'),
  column('at', 'bigint'),
  column('received_at', 'bigint'),
  column('digest', 'varchar', 64),
  column('bytes', 'bigint'),
  column('thumbnail', 'varchar', 64),
  column('media_type', 'varchar', 16),
  column('width', 'bigint'),
  column('height', 'bigint'),
  column('orientation', 'bigint'),
  column('model', 'varchar', 128),
  column('model_version', 'varchar', 64),
  column('label', 'varchar', 32),
  column('score', 'double'),
  column('prediction', 'text'),
  column('input_file', 'varchar', 256),
  column('reasons', 'text'),
  column('audit_share', 'double'),
];

const index = (name: string, ...columnNames: string[]) => ({ name: `frame_by_${name}`, columnNames });

/** The orders of the list, alone and below what people filter by; what caps count; what the sweep of blobs asks. */
const frameIndices = [
  index('at', 'at', 'id'),
  index('score', 'score', 'id'),
  index('device', 'device_id', 'at', 'id'),
  index('model', 'model', 'at', 'id'),
  index('label', 'label', 'at', 'id'),
  index('device_score', 'device_id', 'score', 'id'),
  index('model_score', 'model', 'score', 'id'),
  index('label_score', 'label', 'score', 'id'),
  index('device_size', 'device_id', 'received_at', 'bytes'),
  index('received', 'received_at', 'bytes'),
  index('digest', 'digest'),
  index('thumbnail', 'thumbnail'),
];

/** `frame` is primary: the log does not hold it. */
export class CreateFrames1795737600130 implements MigrationInterface {
  readonly name = 'CreateFrames1795737600130';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, fleetDeviceView);
    await createTable(runner, { name: 'frame', columns: frameColumns, indices: frameIndices });
    await createUsedTokens(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['fleet_device_list', 'frame', 'used_token']) await runner.dropTable(table);
  }
}
