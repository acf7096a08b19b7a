import type { RolloutTarget } from '@tutti/contracts/deployment';
import type { Lifecycle, ModelReference } from '@tutti/contracts/devices';
import { dialectOf, type Dialect } from '@tutti/database';
import { DomainError } from '@tutti/kernel';
import { liveCondition, liveRows } from '@tutti/runtime';
import { assertFilter, compileFilter, type CompiledFilter } from '@tutti/service-kit';
import type { EntityManager } from 'typeorm';
import { refused } from '../refused.decider';
import { deviceFactsTable } from './device-facts.table';
import { introductionListProjection } from './introduction-list.projection';
import { introductionListTable } from './introduction-list.table';
import type { SavedGroupRow } from './saved-group-list.projection';
import { mayNameGroups, savedGroups } from './saved-groups';
import { reachableDevices } from './shared-read-models';
import { deviceFields, targetFields } from './target-fields';

/** Who says which devices match a target. */
export const fleetSubjects = ['evt.devices.device.*', 'evt.devices.device-group.*'] as const;

/** A device of a target, as it was known when it was read. */
export interface TargetDevice {
  readonly id: string;
  readonly name: string;
  readonly lifecycle: Lifecycle;
  readonly online: boolean;
  readonly agentVersion: string | null;
  readonly memoryBytes: number | null;
  readonly spareDiskBytes: number | null;
  /** Of what judges there. */
  readonly modelDigest: string | null;
  readonly modelTask: ModelReference['task'] | null;
  /** Which of the given filters it matches, in their order. */
  readonly matches: readonly boolean[];
}

const unknownTarget = (detail: string, pointer: string): DomainError =>
  refused('rollout.target-unknown', detail, { faults: [{ pointer, detail }] });

/** A filter with where it stands in the request. */
export interface PlacedFilter {
  readonly filter: string;
  readonly pointer: string;
}

/** What filters are compiled for. */
interface Ground {
  readonly dialect: Dialect;
  readonly groups: readonly SavedGroupRow[];
}

const ofGroup = ({ dialect, groups }: Ground, groupId: string): CompiledFilter => {
  const group = groups.find(({ id }) => id === groupId);
  const pointer = '/target/groupId';
  if (!group) throw unknownTarget('There is no such saved group; it may have been deleted.', pointer);
  try {
    return compileFilter(group.filter, deviceFields, dialect, 'target');
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw unknownTarget(`Rollouts cannot use the filter of “${group.name}”: ${error.message}`, pointer);
  }
};

/** What is not in the fleet is no target, unless somebody names it. */
const inFleet = "row.lifecycle IN ('registered', 'suspended')";

const conditionOf = (ground: Ground, target: RolloutTarget): CompiledFilter => {
  if (target.kind === 'devices')
    return { sql: 'row.id IN (:...deviceIds)', parameters: { deviceIds: target.deviceIds } };
  const { sql, parameters } =
    target.kind === 'group'
      ? ofGroup(ground, target.groupId)
      : filterOf(ground, target.filter, { prefix: 'target', pointer: '/target/filter' });
  return { sql: `${inFleet} AND (${sql})`, parameters };
};

/** Throws `query.invalid` with a pointer into the body. */
const filterOf = (
  { dialect, groups }: Ground,
  filter: string,
  { prefix, pointer }: { readonly prefix: string; readonly pointer: string },
): CompiledFilter => {
  const fields = targetFields(groups);
  assertFilter(filter, fields, pointer);
  return compileFilter(filter, fields, dialect, prefix);
};

const namesGroups = (target: RolloutTarget, filters: readonly PlacedFilter[]): boolean =>
  target.kind === 'group' ||
  (target.kind === 'filter' && mayNameGroups(target.filter)) ||
  filters.some(({ filter }) => mayNameGroups(filter));

type Raw = Readonly<
  Record<'id' | 'name', string> &
    Record<'agentVersion' | 'modelDigest', string | null> &
    Record<'memoryBytes' | 'spareDiskBytes', number | string | null>
> & {
  readonly lifecycle: Lifecycle;
  readonly connectivity: 'online' | 'offline';
  readonly modelTask: ModelReference['task'] | null;
};

const columns: Readonly<Record<keyof Raw, string>> = {
  id: 'row.id',
  name: 'row.name',
  lifecycle: 'row.lifecycle',
  connectivity: 'row.connectivity',
  agentVersion: 'COALESCE(facts.agentVersion, introduction.agentVersion)',
  memoryBytes: 'COALESCE(facts.memoryBytes, introduction.memoryBytes)',
  spareDiskBytes: 'facts.spareDiskBytes',
  modelDigest: 'facts.modelDigest',
  modelTask: 'facts.modelTask',
};

const rowsOf = (manager: EntityManager, target: CompiledFilter, filters: readonly CompiledFilter[]) => {
  const introduction = liveCondition('introduction', introductionListProjection);
  const rows = liveRows(manager, reachableDevices.table, reachableDevices.projection)
    .leftJoin(
      introductionListTable.options.name,
      'introduction',
      `introduction.id = row.id AND ${introduction.sql}`,
      { ...introduction.parameters },
    )
    .leftJoin(deviceFactsTable.options.name, 'facts', 'facts.id = row.id')
    .andWhere(target.sql, { ...target.parameters })
    .select([]);
  for (const [name, column] of Object.entries(columns)) rows.addSelect(column, name);
  for (const [index, { sql, parameters }] of filters.entries())
    rows.addSelect(`CASE WHEN ${sql} THEN 1 ELSE 0 END`, `match${index}`).setParameters({ ...parameters });
  return rows.orderBy('row.id');
};

const toDevice = (raw: Raw, filters: number): TargetDevice => {
  const { connectivity, memoryBytes, spareDiskBytes, ...rest } = raw;
  const matches = raw as unknown as Readonly<Record<string, unknown>>;
  const { id, name, lifecycle, agentVersion, modelDigest, modelTask } = rest;
  return {
    ...{ id, name, lifecycle, agentVersion, modelDigest, modelTask },
    online: connectivity === 'online',
    memoryBytes: memoryBytes === null ? null : Number(memoryBytes),
    spareDiskBytes: spareDiskBytes === null ? null : Number(spareDiskBytes),
    matches: Array.from({ length: filters }, (_, index) => Number(matches[`match${index}`]) === 1),
  };
};

/** Rows per look: SQLite answers at once, and nothing else runs meanwhile. */
const page = 2000;

const assertAllThere = (target: RolloutTarget, devices: readonly TargetDevice[]): void => {
  if (target.kind !== 'devices') return;
  const there = new Set(devices.map(({ id }) => id));
  const missing = target.deviceIds.filter((id) => !there.has(id));
  if (missing.length > 0)
    throw unknownTarget(`There are no such devices: ${missing.slice(0, 5).join(', ')}.`, '/target/deviceIds');
};

/**
 * The devices of a target by their ids, and which of the filters each matches. Within a snapshot: all of them as of one
 * moment, saved groups as of another where they are given. Throws `rollout.target-unknown` and `query.invalid`.
 */
export const targetDevices = async (
  manager: EntityManager,
  target: RolloutTarget,
  filters: readonly PlacedFilter[],
  given?: readonly SavedGroupRow[],
): Promise<readonly TargetDevice[]> => {
  const groups = given ?? (namesGroups(target, filters) ? await savedGroups(manager) : []);
  const ground: Ground = { dialect: dialectOf(manager.dataSource), groups };
  const condition = conditionOf(ground, target);
  const compiled = filters.map(({ filter, pointer }, index) =>
    filterOf(ground, filter, { prefix: `size${index}x`, pointer }),
  );
  const devices: TargetDevice[] = [];
  for (let after = ''; ;) {
    const rows = await rowsOf(manager, condition, compiled)
      .andWhere('row.id > :after', { after })
      .limit(page)
      .getRawMany<Raw>();
    devices.push(...rows.map((row) => toDevice(row, filters.length)));
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) break;
    after = last.id;
  }
  assertAllThere(target, devices);
  return devices;
};
