import type { DatasetEvent, DatasetTask, SplitRule } from '@tutti/contracts/datasets';

/** What people say about a dataset. */
export interface DatasetDescription {
  readonly name: string;
  readonly description?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly minimumPerClass: number;
}

/** Of the newest version: what the next one's parts go by. */
export interface LatestVersion {
  readonly rule: SplitRule;
  /** Digest of its manifest. */
  readonly manifest: string;
}

export type ImportState = 'running' | 'finished' | 'failed' | 'cancelled';

export interface KnownDataset extends DatasetDescription {
  readonly status: 'available' | 'archived' | 'purged';
  readonly task: DatasetTask;
  readonly labelSchemaId: string;
  /** Every import that there ever was, by id. */
  readonly imports: Readonly<Record<string, ImportState>>;
  /** Content hashes of the frozen versions, in their order: the first is version 1. */
  readonly versions: readonly string[];
  readonly latest?: LatestVersion;
}

export type DatasetState = { readonly status: 'initial' } | KnownDataset;

export const initialState: DatasetState = { status: 'initial' };

export const runningImports = ({ imports }: KnownDataset): readonly string[] =>
  Object.keys(imports).filter((id) => imports[id] === 'running');

type Described = Extract<DatasetEvent, { type: 'DatasetDescribed' }>['data'];

const described = (state: KnownDataset, data: Described): KnownDataset => {
  const {
    name = state.name,
    description = state.description,
    tags = state.tags,
    minimumPerClass = state.minimumPerClass,
  } = data;
  return { ...state, name, description: description ?? undefined, tags, minimumPerClass };
};

const withImport = (state: KnownDataset, id: string, now: ImportState): KnownDataset => ({
  ...state,
  imports: { ...state.imports, [id]: now },
});

type FrozenVersion = Extract<DatasetEvent, { type: 'DatasetVersionFrozen' }>['data'];

const withVersion = (state: KnownDataset, { digest, rule, manifest }: FrozenVersion): KnownDataset => ({
  ...state,
  versions: [...state.versions, digest],
  latest: { rule, manifest: manifest.digest },
});

const evolveKnown = (
  state: KnownDataset,
  event: Exclude<DatasetEvent, { type: 'DatasetCreated' }>,
): DatasetState => {
  switch (event.type) {
    case 'DatasetDescribed':
      return described(state, event.data);
    case 'ImportStarted':
      return withImport(state, event.data.importId, 'running');
    case 'ImportFinished':
      return withImport(state, event.data.importId, 'finished');
    case 'ImportFailed':
      return withImport(state, event.data.importId, 'failed');
    case 'ImportCancelled':
      return withImport(state, event.data.importId, 'cancelled');
    case 'DatasetVersionFrozen':
      return withVersion(state, event.data);
    case 'DatasetArchived':
      return { ...state, status: 'archived' };
    case 'DatasetRestored':
      return { ...state, status: 'available' };
    case 'DatasetPurged':
      return { ...state, status: 'purged' };
    case 'DatasetVersionProvided':
    case 'DatasetVersionRefused':
      return state;
    default:
      return event satisfies never;
  }
};

export const evolve = (state: DatasetState, event: DatasetEvent): DatasetState => {
  if (event.type === 'DatasetCreated')
    return { status: 'available', imports: {}, versions: [], ...event.data };
  return state.status === 'initial' ? state : evolveKnown(state, event);
};
