import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { revocationLifeMs, revocationProjection, revocationsOf } from './revocation.projection';
import { revocationTable } from './revocation.table';

/** The account's full list of revocations, as the log has it: user key → JWTs issued up to then are dead. */
export const revocationList = async (database: DataSource, now: Date): Promise<ReadonlyMap<string, Date>> => {
  const rows = await liveRows(database, revocationTable, revocationProjection)
    .andWhere('row.revokedAt > :since', { since: now.getTime() - revocationLifeMs })
    .orderBy('row.id')
    .getMany();
  const list = new Map<string, Date>();
  for (const row of rows)
    for (const [key, seconds] of Object.entries(revocationsOf(row, now))) {
      const until = new Date(seconds * 1000);
      const other = list.get(key);
      list.set(key, other && other > until ? other : until);
    }
  return list;
};
