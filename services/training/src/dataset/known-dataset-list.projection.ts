import type { DatasetEvent, DatasetTask } from '@tutti/contracts/datasets';
import type { Projection, Recorded } from '@tutti/kernel';

/** What this context needs to know of a dataset: whether a stream can train on it, and how it is called. */
export interface KnownDatasetRow {
  readonly id: string;
  readonly name: string;
  readonly task: DatasetTask;
  readonly labelSchemaId: string;
}

type Known = Extract<DatasetEvent, { type: 'DatasetCreated' | 'DatasetDescribed' | 'DatasetPurged' }>;

const project = (
  row: KnownDatasetRow | undefined,
  { event, aggregateId: id }: Recorded<Known>,
): KnownDatasetRow | undefined => {
  switch (event.type) {
    case 'DatasetCreated': {
      const { name, task, labelSchemaId } = event.data;
      return { id, name, task, labelSchemaId };
    }
    case 'DatasetDescribed':
      return row && { ...row, name: event.data.name ?? row.name };
    case 'DatasetPurged':
      return undefined;
    default:
      return event satisfies never;
  }
};

/** Datasets as the log of another context tells of them. */
export const knownDatasetListProjection: Projection<KnownDatasetRow, Known> = {
  name: 'known-dataset-list',
  version: 1,
  subjects: ['evt.datasets.dataset.*'],
  handles: ['DatasetCreated', 'DatasetDescribed', 'DatasetPurged'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
