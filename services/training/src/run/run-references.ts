import { liveRows } from '@tutti/runtime';
import type { References } from '@tutti/service-kit';
import { In, type DataSource } from 'typeorm';
import { runListProjection } from './run-list.projection';
import { runListTable } from './run-list.table';
import { runFileTable } from './run-progress.table';

/** Files of runs that go on, and of results: until they are registered nothing else refers to those. */
export const runReferences =
  (database: DataSource): References =>
  async (digests) => {
    const files = await database.manager.findBy(runFileTable, { digest: In([...digests]) });
    if (files.length === 0) return [];
    const rows: readonly { readonly id: string; readonly state: string }[] = await liveRows(
      database,
      runListTable,
      runListProjection,
    )
      .select('row.id', 'id')
      .addSelect('row.state', 'state')
      .andWhere('row.id IN (:...ids)', { ids: [...new Set(files.map(({ runId }) => runId))] })
      .getRawMany();
    const states = new Map(rows.map(({ id, state }) => [id, state]));
    const isOver = (state: string | undefined) =>
      state === undefined || state === 'failed' || state === 'cancelled';
    return files.filter(({ runId }) => !isOver(states.get(runId))).map(({ digest }) => digest);
  };
