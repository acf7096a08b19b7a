import type { DatasetEvent, DatasetTask } from '@tutti/contracts/datasets';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError, type Decider } from '@tutti/kernel';
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

type DataOf<Type extends DatasetEvent['type']> = Extract<DatasetEvent, { type: Type }>['data'];

/** Everything about a version but its number. */
interface FreezeVersion extends Omit<DataOf<'DatasetVersionFrozen'>, 'version'> {
  readonly type: 'FreezeVersion';
  /** How many versions there were when its parts were dealt. */
  readonly seen: number;
}

/** What a run of training learns from. */
type ProvideVersion = { readonly type: 'ProvideVersion' } & DataOf<'DatasetVersionProvided'>;
type RefuseVersion = { readonly type: 'RefuseVersion' } & DataOf<'DatasetVersionRefused'>;

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
  | ProvideVersion
  | RefuseVersion
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

/**
 * The same content twice is one version: nothing is said the second time. Parts that do not go by the newest version
 * are refused: what was new in it and in them may stand in different ones.
 */
const freeze = ({ type: _, seen, ...content }: FreezeVersion, state: DatasetState): Events => {
  const { versions } = changeable(state);
  if (content.counts.items === 0)
    throw refused('dataset-version.nothing-labelled', 'Label some of its items first.');
  if (versions.includes(content.digest)) return [];
  if (seen !== versions.length)
    throw new DomainError(commonErrors['aggregate.busy'], {
      detail: 'Another version was frozen meanwhile. Try again in a moment.',
    });
  return [{ type: 'DatasetVersionFrozen', data: { ...content, version: versions.length + 1 } }];
};

const provide = ({ type: _, ...data }: ProvideVersion, state: DatasetState): Events => {
  if (existing(state).versions[data.version - 1] !== data.digest)
    throw refused('dataset-version.not-found', 'The dataset has no such version.');
  return [{ type: 'DatasetVersionProvided', data }];
};

/** Whoever asked must hear it, also where there is no such dataset and never was. */
const refuse = ({ type: _, ...data }: RefuseVersion): Events => [{ type: 'DatasetVersionRefused', data }];

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
    case 'ProvideVersion':
      return provide(command, state);
    case 'RefuseVersion':
      return refuse(command);
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
  stateVersion: 2,
  initialState,
  decide,
  evolve,
};
