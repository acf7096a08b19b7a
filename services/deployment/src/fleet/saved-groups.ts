import type { RolloutTarget } from '@tutti/contracts/deployment';
import { liveRows } from '@tutti/runtime';
import { assertFilter } from '@tutti/service-kit';
import type { EntityManager } from 'typeorm';
import { savedGroupListProjection, type SavedGroupRow } from './saved-group-list.projection';
import { savedGroupListTable } from './saved-group-list.table';
import { targetFields } from './target-fields';

/** As they are now. */
export const savedGroups = (manager: EntityManager): Promise<readonly SavedGroupRow[]> =>
  liveRows(manager, savedGroupListTable, savedGroupListProjection).orderBy('row.name').getMany();

export const mayNameGroups = (filter: string): boolean => /group/.test(filter);

/** Those that a target names, as they are now. */
export const namedGroups = async (
  manager: EntityManager,
  target: RolloutTarget,
): Promise<readonly SavedGroupRow[]> => {
  if (target.kind === 'devices') return [];
  if (target.kind === 'filter' && !mayNameGroups(target.filter)) return [];
  const groups = (await savedGroups(manager)).map(({ id, name, filter }) => ({ id, name, filter }));
  if (target.kind === 'group') return groups.filter(({ id }) => id === target.groupId);
  const named = new Set<SavedGroupRow>();
  assertFilter(
    target.filter,
    targetFields(groups, (group) => named.add(group)),
    '/target/filter',
  );
  return [...named];
};
