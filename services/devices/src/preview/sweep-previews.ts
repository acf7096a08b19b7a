import type { BlobStore } from '@tutti/blob-store';
import { transaction } from '@tutti/database';
import type { DataSource } from 'typeorm';
import { commandFileTable } from '../device-command/command-file.table';
import { blobNamespace } from './previews';
import { previewTable } from './preview.table';

/** Uploads in progress and pictures that are looked at right now are not touched. */
const graceMs = 24 * 3_600_000;

/** Forgets all but the newest previews of each device. */
export const keepNewestPreviews = async (database: DataSource, most: number): Promise<void> => {
  const crowded = await database
    .createQueryBuilder(previewTable, 'row')
    .select('row.deviceId', 'deviceId')
    .groupBy('row.deviceId')
    .having('COUNT(*) > :most', { most })
    .getRawMany<{ deviceId: string }>();
  for (const { deviceId } of crowded) {
    const newest = await database
      .createQueryBuilder(previewTable, 'row')
      .select('row.createdAt', 'createdAt')
      .where('row.deviceId = :deviceId', { deviceId })
      .orderBy('row.createdAt', 'DESC')
      .offset(most)
      .limit(1)
      .getRawOne<{ createdAt: number | string }>();
    if (!newest) continue;
    await transaction(database, (manager) =>
      manager
        .createQueryBuilder()
        .delete()
        .from(previewTable)
        .where('device_id = :deviceId AND created_at <= :limit', {
          deviceId,
          limit: Number(newest.createdAt),
        })
        .execute(),
    );
  }
};

/** Deletes pictures that no row refers to any more. */
export const sweepPreviewBlobs = (database: DataSource, blobs: BlobStore, now: Date): Promise<number> =>
  blobs.sweep(blobNamespace, {
    olderThan: new Date(now.getTime() - graceMs),
    isReferenced: async (sha256) =>
      (await database.manager.existsBy(previewTable, { sha256 })) ||
      (await database.manager.existsBy(commandFileTable, { sha256 })),
  });
