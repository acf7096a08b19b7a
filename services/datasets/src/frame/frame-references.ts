import type { DataSource } from 'typeorm';
import type { References } from '@tutti/service-kit';
import { frameTable } from './frame.table';

const referredBy = async (
  database: DataSource,
  column: 'digest' | 'thumbnail',
  digests: readonly string[],
): Promise<readonly string[]> => {
  const rows = await database
    .createQueryBuilder(frameTable, 'row')
    .select(`row.${column}`, 'digest')
    .distinct(true)
    .where(`row.${column} IN (:...digests)`, { digests })
    .getRawMany<{ digest: string }>();
  return rows.map(({ digest }) => digest);
};

/** Pictures and thumbnails of frames. */
export const frameReferences =
  (database: DataSource): References =>
  async (digests) => [
    ...(await referredBy(database, 'digest', digests)),
    ...(await referredBy(database, 'thumbnail', digests)),
  ];
