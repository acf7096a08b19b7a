import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { timerTable, type TimerRow } from './process.table';

/** Timers per transaction. */
const MAX_TIMERS = 200;

const awake = (manager: EntityManager, process: string): SelectQueryBuilder<TimerRow> =>
  manager
    .createQueryBuilder(timerTable, 't')
    .where('t.process = :process', { process })
    .andWhere(
      `NOT EXISTS (SELECT 1 FROM process_parked p
        WHERE p.process = t.process AND p.instance_id = t.instance_id)`,
    );

/** The earliest due timer of each instance: what it leads to may move or cancel the next one. */
export const dueTimers = async (
  manager: EntityManager,
  process: string,
  now: number,
): Promise<readonly TimerRow[]> => {
  const due = await awake(manager, process)
    .andWhere('t.dueAt <= :now', { now })
    .orderBy({ 't.dueAt': 'ASC', 't.name': 'ASC' })
    .limit(MAX_TIMERS)
    .getMany();
  const first = new Map<string, TimerRow>();
  for (const timer of due) if (!first.has(timer.instanceId)) first.set(timer.instanceId, timer);
  return [...first.values()];
};

/** Milliseconds of the next timer that is not due yet. */
export const nextTimer = async (
  manager: EntityManager,
  process: string,
  now: number,
): Promise<number | undefined> => {
  const found = await awake(manager, process)
    .andWhere('t.dueAt > :now', { now })
    .select('MIN(t.dueAt)', 'at')
    .getRawOne<{ at: number | string | null }>();
  return found?.at == null ? undefined : Number(found.at);
};
