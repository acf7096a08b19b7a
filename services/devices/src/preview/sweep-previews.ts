import type { BlobStore } from '@tutti/blob-store';
import { transaction } from '@tutti/database';
import type { DataSource } from 'typeorm';
import { commandFileTable } from '../device-command/command-file.table';
import { blobNamespace } from './previews';
import { previewTable } from './preview.table';

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

const referencesTo = async (
  database: DataSource,
  table: typeof previewTable | typeof commandFileTable,
  digests: readonly string[],
): Promise<readonly string[]> => {
  const rows = await database
    .createQueryBuilder<{ sha256: string }>(table, 'row')
    .select('DISTINCT row.sha256', 'sha256')
    .where('row.sha256 IN (:...digests)', { digests })
    .getRawMany<{ sha256: string }>();
  return rows.map(({ sha256 }) => sha256);
};

/** Deletes pictures that no row refers to any more; answers how many. */
export const sweepPreviewBlobs = async (
  database: DataSource,
  blobs: BlobStore,
  now: Date,
): Promise<number> => {
  const { deleted } = await blobs.sweep(blobNamespace, {
    now,
    referenced: async (digests) => [
      ...(await referencesTo(database, previewTable, digests)),
      ...(await referencesTo(database, commandFileTable, digests)),
    ],
  });
  return deleted;
};
