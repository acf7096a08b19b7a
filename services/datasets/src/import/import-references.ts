import { In, type DataSource } from 'typeorm';
import type { References } from '@tutti/service-kit';
import { importJobTable } from './import-job.table';

/** Archives of imports that run, and reports of all. */
export const importReferences =
  (database: DataSource): References =>
  async (digests) => {
    const rows = await database.manager.find(importJobTable, {
      select: { id: true, archiveDigest: true, reportDigest: true },
      where: [{ archiveDigest: In([...digests]), state: 'running' }, { reportDigest: In([...digests]) }],
    });
    return rows.flatMap(({ archiveDigest, reportDigest }) =>
      [archiveDigest, reportDigest].filter((one) => one !== null),
    );
  };
