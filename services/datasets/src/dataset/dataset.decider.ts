import type { DatasetEvent, DatasetTask } from '@tutti/contracts/datasets';
import type { Decider } from '@tutti/kernel';
import { changeable, existing, refused } from './dataset-refusal.decider';
import {
  evolve,
  initialState,
  runningImports,
  type DatasetDescription,
  type DatasetState,
  type KnownDataset,
} from './dataset.state';
import { endImport, startImport, type EndImport, type StartImport } from './import.decider';

interface CreateDataset extends DatasetDescription {
  readonly type: 'CreateDataset';
  readonly task: DatasetTask;
  readonly labelSchemaId: string;
}

/** Merge patch: what is absent stays, `null` removes. */
interface DescribeDataset {
  readonly type: 'DescribeDataset';
  readonly name?: string | undefined;
  readonly description?: string | null | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly minimumPerClass?: number | undefined;
}

type Frozen = Extract<DatasetEvent, { type: 'DatasetVersionFrozen' }>['data'];

/** Everything about a version but its number. */
type FreezeVersion = { readonly type: 'FreezeVersion' } & Omit<Frozen, 'version'>;

interface WithReason<Type extends string> {
  readonly type: Type;
  readonly reason?: string | undefined;
}

export type DatasetCommand =
  | CreateDataset
  | DescribeDataset
  | StartImport
  | EndImport
  | FreezeVersion
  | WithReason<'ArchiveDataset'>
  | { readonly type: 'RestoreDataset' }
  | WithReason<'PurgeDataset'>;

type Events = readonly DatasetEvent[];

const create = ({ type: _, ...data }: CreateDataset, state: DatasetState): Events => {
  if (state.status !== 'initial')
    throw refused('dataset.already-created', 'Change it, or create another one.');
  return [{ type: 'DatasetCreated', data }];
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const sorted = (tags: Readonly<Record<string, string>>): unknown =>
  Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1));

/** What differs from how the dataset is described now. */
const changes = (command: DescribeDataset, now: KnownDataset) => {
  const { name, description, tags, minimumPerClass } = command;
  return {
    ...(name !== undefined && name !== now.name ? { name } : {}),
    ...(description !== undefined && (description ?? undefined) !== now.description ? { description } : {}),
    ...(tags !== undefined && !isSame(sorted(tags), sorted(now.tags)) ? { tags } : {}),
    ...(minimumPerClass !== undefined && minimumPerClass !== now.minimumPerClass ? { minimumPerClass } : {}),
  };
};

const describe = (command: DescribeDataset, state: DatasetState): Events => {
  const data = changes(command, changeable(state));
  if (Object.keys(data).length === 0) throw refused('dataset.nothing-changed', 'Every value is what it was.');
  return [{ type: 'DatasetDescribed', data }];
};

/** The same content twice is one version: nothing is said the second time. */
const freeze = ({ type: _, ...content }: FreezeVersion, state: DatasetState): Events => {
  const { versions } = changeable(state);
  if (content.counts.items === 0)
    throw refused('dataset-version.nothing-labelled', 'Label some of its items first.');
  if (versions.includes(content.digest)) return [];
  return [{ type: 'DatasetVersionFrozen', data: { ...content, version: versions.length + 1 } }];
};

const reasonOf = ({ reason }: { readonly reason?: string | undefined }) =>
  reason === undefined ? {} : { reason };

const archive = (command: WithReason<'ArchiveDataset'>, state: DatasetState): Events => {
  if (runningImports(changeable(state)).length > 0)
    throw refused('dataset.import-running', 'Wait until it has ended, or cancel it.');
  return [{ type: 'DatasetArchived', data: reasonOf(command) }];
};

const archived = (state: DatasetState): void => {
  if (existing(state).status !== 'archived')
    throw refused('dataset.not-archived', 'Only an archived dataset can be restored or deleted.');
};

const decide = (command: DatasetCommand, state: DatasetState): Events => {
  switch (command.type) {
    case 'CreateDataset':
      return create(command, state);
    case 'DescribeDataset':
      return describe(command, state);
    case 'StartImport':
      return startImport(command, state);
    case 'EndImport':
      return endImport(command, state);
    case 'FreezeVersion':
      return freeze(command, state);
    case 'ArchiveDataset':
      return archive(command, state);
    case 'RestoreDataset':
      archived(state);
      return [{ type: 'DatasetRestored', data: {} }];
    case 'PurgeDataset':
      archived(state);
      return [{ type: 'DatasetPurged', data: reasonOf(command) }];
    default:
      return command satisfies never;
  }
};

/** Pictures and their labels for one task. Its name is a claim beside it; its items are aggregates of their own. */
export const datasetDecider: Decider<DatasetState, DatasetCommand, DatasetEvent> = {
  context: 'datasets',
  aggregate: 'dataset',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
