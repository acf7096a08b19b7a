import { transaction } from '@tutti/database';
import { portions, type Clock } from '@tutti/kernel';
import { In, IsNull, type DataSource, type EntityManager } from 'typeorm';
import { goesOn, type TellRules, type Told } from './tell-rules';
import { causeTable, matterTable, type MatterRow } from './tell.table';

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

interface Alone {
  readonly matter: string;
  readonly firstAt: number;
}

interface Known {
  readonly told: ReadonlyMap<string, Told>;
  /** An outage of many that edges are added to. */
  readonly grows: boolean;
  readonly rules: TellRules;
}

/**
 * Which edges are one matter: those of which it is news, when they are many. One that comes and goes is told of on its
 * own, however often it did while that waits for its turn.
 */
export const gathered = (alone: readonly Alone[], { told, grows, rules }: Known): readonly string[] => {
  const news = alone.filter(
    ({ matter, firstAt }) => !goesOn({ firstAt, addedAt: firstAt }, told.get(matter) ?? null, rules),
  );
  return grows || news.length >= rules.many ? news.map(({ matter }) => matter) : [];
};

/** So many at once are asked for. */
const portion = 500;

/** Each edge of which nobody was told yet, once. */
const aloneOf = async (manager: EntityManager): Promise<readonly Alone[]> => {
  const rows = await manager
    .createQueryBuilder(causeTable, 'row')
    .select('row.matter', 'matter')
    .addSelect('MIN(row.at)', 'firstAt')
    .where("row.matter LIKE 'connectivity.device-offline %' AND row.toldAt IS NULL AND row.batch IS NULL")
    .groupBy('row.matter')
    .getRawMany<Readonly<Record<keyof Alone, string | number>>>();
  return rows.map(({ matter, firstAt }) => ({ matter: String(matter), firstAt: Number(firstAt) }));
};

const toldOf = async (manager: EntityManager, alone: readonly Alone[]): Promise<Map<string, MatterRow>> => {
  const told = new Map<string, MatterRow>();
  for (const some of portions(alone, portion)) {
    const ids = some.map(({ matter }) => matter);
    for (const row of await manager.findBy(matterTable, { id: In(ids) })) told.set(row.id, row);
  }
  return told;
};

const doesGrow = async ({ database: { manager }, clock, rules }: Parts): Promise<boolean> => {
  const many = await manager.findOneBy(matterTable, { id: offlineMatter });
  if (many !== null && clock.now().getTime() - many.lastAt < rules.growsMs) return true;
  return (await manager.countBy(causeTable, { matter: offlineMatter, toldAt: IsNull() })) > 0;
};

/** Makes one matter of many edges that go offline within seconds, and of those that follow them. */
export const gatherOffline = async (parts: Parts): Promise<void> => {
  const { database, rules } = parts;
  const alone = await aloneOf(database.manager);
  if (alone.length === 0) return;
  const told = await toldOf(database.manager, alone);
  const together = gathered(alone, { told, grows: await doesGrow(parts), rules });
  if (together.length === 0) return;
  await transaction(database, async (manager) => {
    const waits = { toldAt: IsNull(), batch: IsNull() };
    for (const some of portions(together, portion))
      await manager.update(causeTable, { ...waits, matter: In([...some]) }, { matter: offlineMatter });
  });
};
