import type { BlobStore } from '@tutti/blob-store';
import { transaction } from '@tutti/database';
import { liveRows, type Logger } from '@tutti/runtime';
import type { Clock } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { deviceListProjection } from '../device/device-list.projection';
import { deviceListTable } from '../device/device-list.table';
import { failureTable } from '../failure/failure.table';
import { inferenceTable } from '../inference/inference.table';
import { previewTable } from '../preview/preview.table';
import { keepNewestPreviews, sweepPreviewBlobs } from '../preview/sweep-previews';
import { deviceStatusTable } from '../status/device-status.table';
import { vitalsTable } from '../vitals/vitals.table';
import { sweepOldRows } from './sweep-old-rows';

const dayMs = 86_400_000;

export interface RetentionRules {
  readonly inferenceDays: number;
  readonly failureDays: number;
  readonly vitalsDays: number;
  readonly previewDays: number;
  readonly previewsPerDevice: number;
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
    const aged = [
      await sweepOldRows(
        database,
        { table: inferenceTable, field: 'at', before: before(rules.inferenceDays) },
        signal,
      ),
      await sweepOldRows(
        database,
        { table: failureTable, field: 'at', before: before(rules.failureDays) },
        signal,
      ),
      await sweepOldRows(
        database,
        { table: vitalsTable, field: 'at', before: before(rules.vitalsDays) },
        signal,
      ),
      await sweepOldRows(
        database,
        { table: previewTable, field: 'createdAt', before: before(rules.previewDays) },
        signal,
      ),
    ];
    await keepNewestPreviews(database, rules.previewsPerDevice);
    await this.#forgetGone();
    const pictures = await sweepPreviewBlobs(database, blobs, clock.now());
    const rows = aged.reduce((sum, count) => sum + count, 0);
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
      await transaction(database, (manager) => manager.delete(deviceStatusTable, { id }));
  }
}
