import { transaction } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import type { TellRules } from './tell-rules';
import { causeTable, matterTable } from './tell.table';

/** Edges that went offline together. */
export const offlineMatter = 'connectivity.devices-offline fleet';

interface Parts {
  readonly database: DataSource;
  readonly clock: Clock;
  readonly rules: TellRules;
}

/** An outage of many is over sooner than other things: another one is critical anew, and counts its own edges. */
export const rulesOf = (matter: string, rules: TellRules): TellRules =>
  matter === offlineMatter ? { ...rules, quietMs: rules.growsMs } : rules;

const alone = (manager: EntityManager) =>
  manager
    .createQueryBuilder(causeTable, 'row')
    .where("row.matter LIKE 'connectivity.device-offline %' AND row.toldAt IS NULL AND row.batch IS NULL");

/** Makes one matter of many edges that go offline within seconds, and of those that follow them. */
export const gatherOffline = async ({ database, clock, rules }: Parts): Promise<void> => {
  const now = clock.now().getTime();
  const waiting = await alone(database.manager).getCount();
  if (waiting === 0) return;
  const many = await database.manager.findOneBy(matterTable, { id: offlineMatter });
  const grows = many !== null && now - many.lastAt < rules.growsMs;
  const begins = await database.manager.countBy(causeTable, { matter: offlineMatter, toldAt: IsNull() });
  if (!grows && begins === 0 && waiting < rules.many) return;
  await transaction(database, async (manager) => {
    await manager
      .createQueryBuilder()
      .update(causeTable)
      .set({ matter: offlineMatter })
      .where("matter LIKE 'connectivity.device-offline %' AND toldAt IS NULL AND batch IS NULL")
      .execute();
  });
};
