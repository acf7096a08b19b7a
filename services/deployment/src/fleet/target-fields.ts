import type { rolloutTargetFields } from '@tutti/contracts/deployment';
import { runtimeStatus } from '@tutti/contracts/devices';
import { fleetFields, foldName, type Field, type GroupField } from '@tutti/service-kit';
import type { SavedGroupRow } from './saved-group-list.projection';

type Name = (typeof rolloutTargetFields)[number];

/** Over `row`, `introduction` and `facts` of `targetDevices`. */
export const deviceFields: Readonly<Record<Exclude<Name, 'group'>, Field>> = {
  ...fleetFields,
  agentVersion: { type: 'string', column: 'COALESCE(facts.agentVersion, introduction.agentVersion)' },
  runtime: { type: 'enum', column: 'facts.runtime', values: runtimeStatus.options },
  model: { type: 'string', column: 'facts.model' },
  modelVersion: { type: 'string', column: 'facts.modelVersion' },
};

type OnNamed = (group: SavedGroupRow) => void;

const groupField = (groups: readonly SavedGroupRow[], onNamed: OnNamed): GroupField => {
  const known = new Map([
    ...groups.map((group) => [foldName(group.name), group] as const),
    ...groups.map((group) => [group.id, group] as const),
  ]);
  return {
    type: 'group',
    names: groups.map(({ name }) => name),
    filterOf: (name) => {
      const group = known.get(name) ?? known.get(foldName(name));
      if (group) onNamed(group);
      return group?.filter;
    },
  };
};

/** What devices of a rollout can be filtered by; saved groups by id, or by name in any spelling. */
export const targetFields = (
  groups: readonly SavedGroupRow[],
  onNamed: OnNamed = () => undefined,
): Readonly<Record<Name, Field>> => ({ ...deviceFields, group: groupField(groups, onNamed) });
