import { liveRows } from '@tutti/runtime';
import type { References } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { workspaceDayListProjection } from './workspace-day-list.projection';
import { workspaceDayListTable } from './workspace-day-list.table';

/** Which of these digests are rows that a workspace pushed. For the sweep, once the read model has read everything. */
export const workspaceReferences =
  (database: DataSource): References =>
  async (digests) => {
    const rows = await liveRows(database, workspaceDayListTable, workspaceDayListProjection)
      .select('row.rowsDigest', 'digest')
      .andWhere('row.rowsDigest IN (:...digests)', { digests })
      .getRawMany<{ readonly digest: string }>();
    return rows.map(({ digest }) => digest);
  };
