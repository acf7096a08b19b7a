import { setTimeout as delay } from 'node:timers/promises';
import { transaction } from '@tutti/database';
import type { DataSource, EntityManager, EntitySchema } from 'typeorm';
import { rebuild } from './rebuild';
import { hour, minute, startOf, type RawRow, type Rollup, type RollupKey } from './rollup';
import { holdRollup, isComplete, rollupState } from './rollup-state';
import { rollupStateTable } from './rollup-state.table';
import { stepColumn } from './steps';

const hourMs = hour * 1000;

/** Minutes of an hour that have raw rows. */
const minutesWithin = async <Raw extends RawRow>(
  manager: EntityManager,
  raw: EntitySchema<Raw>,
  start: number,
): Promise<readonly number[]> => {
  const begins = stepColumn('raw.at', { stepSeconds: minute });
  const found = await manager
    .createQueryBuilder(raw, 'raw')
    .select(begins, 'at')
    .where('raw.at >= :start AND raw.at < :end', { start, end: start + hourMs })
    .groupBy(begins)
    .getRawMany<{ at: number | string }>();
  return found.map(({ at }) => Number(at));
};

/** Counts the next hour that has raw rows. Answers whether more is to do. */
const fillHour = async <Raw extends RawRow, Row extends RollupKey>(
  database: DataSource,
  rollup: Rollup<Raw, Row>,
): Promise<boolean> => {
  const { kind, raw } = rollup;
  return transaction(database, async (manager) => {
    const state = await holdRollup(manager, kind);
    if (isComplete(state)) return false;
    const from = Math.max(state.filledBefore, state.closedBefore);
    const next = await manager
      .createQueryBuilder(raw, 'raw')
      .select('MIN(raw.at)', 'at')
      .where('raw.at >= :from', { from })
      .getRawOne<{ at: number | string | null }>();
    const at = next?.at === null || next?.at === undefined ? state.fillUntil : Number(next.at);
    const start = startOf(at, hour);
    if (at < state.fillUntil) {
      const minutes = await minutesWithin(manager, raw, start);
      await rebuild(manager, rollup, { minutes: minutes.filter((one) => one >= state.closedBefore) });
    }
    const filledBefore = at < state.fillUntil ? start + hourMs : state.fillUntil;
    await manager.update(rollupStateTable, { kind }, { filledBefore });
    return filledBefore < state.fillUntil;
  });
};

/** Counts raw rows from before there was a roll-up, an hour of them at a time, with pauses for whoever else writes. */
export const fillRollup = async <Raw extends RawRow, Row extends RollupKey>(
  database: DataSource,
  rollup: Rollup<Raw, Row>,
  signal: AbortSignal,
): Promise<void> => {
  if (isComplete(await rollupState(database, rollup.kind))) return;
  for (let more = true; more && !signal.aborted;) {
    const began = performance.now();
    more = await fillHour(database, rollup);
    await delay(performance.now() - began, undefined, { signal }).catch(() => undefined);
  }
};
