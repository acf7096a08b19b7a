import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { References } from '@tutti/service-kit';
import { datasetListTable } from '../dataset/dataset-list.table';
import { itemListProjection } from './item-list.projection';
import { itemListTable } from './item-list.table';

const referredBy = async (
  database: DataSource,
  column: 'digest' | 'thumbnail',
  digests: readonly string[],
): Promise<readonly string[]> => {
  // Of whatever generation: while rows are built anew, a reference too many is better than one too few.
  const rows: readonly { readonly digest: string }[] = await liveRows(
    database,
    itemListTable,
    itemListProjection,
  )
    .select(`row.${column}`, 'digest')
    .distinct(true)
    .innerJoin(
      datasetListTable.options.name,
      'dataset',
      "dataset.id = row.datasetId AND dataset.status <> 'purged'",
    )
    .andWhere(`row.${column} IN (:...digests)`, { digests })
    .getRawMany();
  return rows.map(({ digest }) => digest);
};

/** Pictures and thumbnails of items whose dataset was not deleted. */
export const pictureReferences =
  (database: DataSource): References =>
  async (digests) => [
    ...(await referredBy(database, 'digest', digests)),
    ...(await referredBy(database, 'thumbnail', digests)),
  ];
