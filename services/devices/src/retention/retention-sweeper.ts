import type { BlobStore } from '@tutti/blob-store';
import { sweepOldRows, transaction, type AgedTable } from '@tutti/database';
import { liveRows, type Logger } from '@tutti/runtime';
import type { Clock } from '@tutti/kernel';
import { usedTokenTable } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { carryStatus } from '../device/carried';
import { deviceListProjection } from '../device/device-list.projection';
import { deviceListTable } from '../device/device-list.table';
import { commandFileTable } from '../device-command/command-file.table';
import { commandProgressTable } from '../device-command/command-progress.table';
import { failureTable } from '../failure/failure.table';
import { inferenceRollupTable } from '../inference/inference.rollup';
import { inferenceTable } from '../inference/inference.table';
import { previewTable } from '../preview/preview.table';
import { keepNewestPreviews, sweepPreviewBlobs } from '../preview/sweep-previews';
import { hour, minute } from '../rollup/rollup';
import { closeRollup } from '../rollup/rollup-state';
import { deviceStatusTable } from '../status/device-status.table';
import { vitalsRollupTable } from '../vitals/vitals.rollup';
import { vitalsTable } from '../vitals/vitals.table';
import { warningTable } from '../warning/warning.table';

const dayMs = 86_400_000;
/** No command is open longer. */
const longestCommandDays = 8;

export interface RetentionRules {
  readonly inferenceDays: number;
  readonly failureDays: number;
  readonly vitalsDays: number;
  readonly rollupMinuteDays: number;
  readonly rollupHourDays: number;
  readonly previewDays: number;
  readonly previewsPerDevice: number;
  readonly commandFileDays: number;
}

export interface RetentionOptions {
  readonly database: DataSource;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly rules: RetentionRules;
}

/** Forgets telemetry and pictures by age, and the present state of devices that are gone. */
export class RetentionSweeper {
  constructor(private readonly options: RetentionOptions) {}

  async pass(signal: AbortSignal): Promise<void> {
    const { database, blobs, clock, logger, rules } = this.options;
    const before = (days: number): Date => new Date(clock.now().getTime() - days * dayMs);
    const sweep = <Row extends object>(aged: AgedTable<Row>): Promise<number> =>
      sweepOldRows(database, aged, signal);
    await closeRollup(database, 'inference', before(rules.inferenceDays).getTime());
    await closeRollup(database, 'vitals', before(rules.vitalsDays).getTime());
    const minutes = { field: 'at', before: before(rules.rollupMinuteDays), like: { span: minute } } as const;
    const hours = { field: 'at', before: before(rules.rollupHourDays), like: { span: hour } } as const;
    const rows =
      (await sweep({ table: inferenceTable, field: 'at', before: before(rules.inferenceDays) })) +
      (await sweep({ table: failureTable, field: 'at', before: before(rules.failureDays) })) +
      (await sweep({ table: vitalsTable, field: 'at', before: before(rules.vitalsDays) })) +
      (await sweep({ table: previewTable, field: 'createdAt', before: before(rules.previewDays) })) +
      (await sweep({ table: commandFileTable, field: 'createdAt', before: before(rules.commandFileDays) })) +
      (await sweep({ table: commandProgressTable, field: 'at', before: before(longestCommandDays) })) +
      (await sweep({ table: inferenceRollupTable, ...minutes })) +
      (await sweep({ table: vitalsRollupTable, ...minutes })) +
      (await sweep({ table: inferenceRollupTable, ...hours })) +
      (await sweep({ table: vitalsRollupTable, ...hours }));
    await sweep({ table: usedTokenTable, field: 'until', before: clock.now() });
    await keepNewestPreviews(database, rules.previewsPerDevice);
    await this.#forgetGone();
    const pictures = await sweepPreviewBlobs(database, blobs, clock.now());
    if (rows + pictures > 0) logger.info({ rows, pictures }, 'Old telemetry was deleted');
  }

  /** A device that was retired starts its next life without the state of the last. */
  async #forgetGone(): Promise<void> {
    const { database } = this.options;
    const gone = await liveRows(database, deviceListTable, deviceListProjection)
      .select('row.id', 'id')
      .innerJoin(deviceStatusTable.options.name, 'status', 'status.id = row.id')
      .andWhere("row.lifecycle NOT IN ('registered', 'suspended')")
      .getRawMany<{ id: string }>();
    for (const { id } of gone)
      await transaction(database, async (manager) => {
        await manager.delete(deviceStatusTable, { id });
        await manager.delete(warningTable, { deviceId: id });
        await carryStatus(manager, [id]);
      });
  }
}
