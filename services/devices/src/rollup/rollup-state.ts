import { forUpdate, transaction } from '@tutti/database';
import type { DataSource, EntityManager } from 'typeorm';
import type { RollupKind } from './rollup';
import { rollupStateTable, type RollupState } from './rollup-state.table';

export const rollupState = (database: DataSource, kind: RollupKind): Promise<RollupState> =>
  database.manager.findOneByOrFail(rollupStateTable, { kind });

/**
 * The state, held until the transaction ends: of two replicas one waits, so that neither counts on rows that the other
 * is about to write.
 */
export const holdRollup = (manager: EntityManager, kind: RollupKind): Promise<RollupState> =>
  manager.findOneOrFail(rollupStateTable, { where: { kind }, ...forUpdate(manager) });

/** To be called before raw rows are deleted: what comes for that time later is not rolled up any more. */
export const closeRollup = (database: DataSource, kind: RollupKind, before: number): Promise<void> =>
  transaction(database, async (manager) => {
    const { closedBefore } = await holdRollup(manager, kind);
    if (before > closedBefore) await manager.update(rollupStateTable, { kind }, { closedBefore: before });
  });

/** Whether every raw row is counted; until then raw rows tell the truth. */
export const isComplete = ({ filledBefore, fillUntil }: RollupState): boolean => filledBefore >= fillUntil;
