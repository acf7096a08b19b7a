import type { DatasetEvent, ItemEvent } from '@tutti/contracts/datasets';
import type { Projection, Recorded } from '@tutti/kernel';
import { quarterOf } from './quarter.state';

type Known =
  | Extract<
      DatasetEvent,
      { type: 'DatasetCreated' | 'DatasetVersionFrozen' | 'ImportFinished' | 'ImportFailed' }
    >
  | Extract<ItemEvent, { type: 'ItemAdded' | 'ItemLabelled' | 'ItemLabelReviewed' }>;

const counted = {
  DatasetCreated: 'created',
  ItemAdded: 'pictures',
  ItemLabelled: 'labelled',
  ItemLabelReviewed: 'reviewed',
  DatasetVersionFrozen: 'versions',
  ImportFinished: 'importsFinished',
  ImportFailed: 'importsFailed',
} as const satisfies Record<Known['type'], string>;

export type DatasetCounts = Readonly<Record<(typeof counted)[Known['type']], number>>;
export const datasetCounts = Object.values(counted);
export const noDatasetCounts = Object.fromEntries(datasetCounts.map((name) => [name, 0])) as DatasetCounts;

/** What happened to datasets in a quarter of an hour. */
export interface DatasetQuarterRow extends DatasetCounts {
  readonly id: string;
  /** Begin of the quarter, milliseconds since 1970. */
  readonly at: number;
}

const project = (row: DatasetQuarterRow | undefined, { event, time }: Recorded<Known>): DatasetQuarterRow => {
  const at = quarterOf(time.getTime());
  const before = row ?? { id: String(at), at, ...noDatasetCounts };
  const count = counted[event.type];
  return { ...before, [count]: before[count] + 1 };
};

export const datasetQuarterProjection: Projection<DatasetQuarterRow, Known> = {
  name: 'dataset-quarter-tally',
  version: 1,
  subjects: ['evt.datasets.dataset.*', 'evt.datasets.item.*'],
  handles: Object.keys(counted) as Known['type'][],
  key: ({ time }) => String(quarterOf(time.getTime())),
  project,
};
