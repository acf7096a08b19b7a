import type { DatasetEvent, DatasetStatus, DatasetTask } from '@tutti/contracts/datasets';
import type { Projection, Recorded } from '@tutti/kernel';

export interface DatasetRow {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly task: DatasetTask;
  readonly labelSchemaId: string;
  readonly minimumPerClass: number;
  readonly status: DatasetStatus;
  /** Ids of the imports that run. */
  readonly running: readonly string[];
  /** The import that ended last failed. */
  readonly failed: boolean;
  /** Number of the newest version. */
  readonly versions: number;
  /** Milliseconds since 1970, like every time in a table. */
  readonly createdAt: number;
  readonly changedAt: number;
  readonly version: number;
}

type Stamp = Pick<DatasetRow, 'changedAt' | 'version'>;
type LaterEvent = Exclude<DatasetEvent, { type: 'DatasetCreated' }>;

/** Of a dataset that is not archived. */
const withImports = (row: DatasetRow, running: readonly string[], failed: boolean): DatasetRow => {
  const idle = failed ? 'import-failed' : 'available';
  return { ...row, running, failed, status: running.length > 0 ? 'importing' : idle };
};

const without = ({ running }: DatasetRow, id: string): readonly string[] =>
  running.filter((one) => one !== id);

const changed = (row: DatasetRow, event: LaterEvent): DatasetRow => {
  switch (event.type) {
    case 'DatasetDescribed': {
      const {
        name = row.name,
        description = row.description,
        tags = row.tags,
        minimumPerClass = row.minimumPerClass,
      } = event.data;
      return { ...row, name, description, tags, minimumPerClass };
    }
    case 'ImportStarted':
      return withImports(row, [...row.running, event.data.importId], row.failed);
    case 'ImportFinished':
    case 'ImportCancelled':
      return withImports(row, without(row, event.data.importId), false);
    case 'ImportFailed':
      return withImports(row, without(row, event.data.importId), true);
    case 'DatasetVersionFrozen':
      return { ...row, versions: event.data.version };
    case 'DatasetArchived':
      return { ...row, status: 'archived' };
    case 'DatasetRestored':
      return withImports(row, row.running, false);
    case 'DatasetPurged':
      return { ...row, status: 'purged' };
    case 'DatasetVersionProvided':
    case 'DatasetVersionRefused':
      return row;
    default:
      return event satisfies never;
  }
};

const project = (
  row: DatasetRow | undefined,
  { event, aggregateId: id, aggregateVersion: version, time }: Recorded<DatasetEvent>,
): DatasetRow | undefined => {
  const stamp: Stamp = { changedAt: time.getTime(), version };
  if (event.type !== 'DatasetCreated') return row && { ...changed(row, event), ...stamp };
  const { description = null, ...data } = event.data;
  return {
    id,
    ...data,
    description,
    status: 'available',
    running: [],
    failed: false,
    versions: 0,
    createdAt: stamp.changedAt,
    ...stamp,
  };
};

export const datasetListProjection: Projection<DatasetRow, DatasetEvent> = {
  name: 'dataset-list',
  version: 2,
  subjects: ['evt.datasets.dataset.*'],
  handles: [
    'DatasetCreated',
    'DatasetDescribed',
    'ImportStarted',
    'ImportFinished',
    'ImportFailed',
    'ImportCancelled',
    'DatasetVersionFrozen',
    'DatasetVersionProvided',
    'DatasetVersionRefused',
    'DatasetArchived',
    'DatasetRestored',
    'DatasetPurged',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
