import type { ItemEvent } from '@tutti/contracts/datasets';
import type { Projection, Recorded } from '@tutti/kernel';

/** Statements of labels that a dataset was ever given: what somebody took back counts, for it only ever grows. */
export interface LabelTallyRow {
  /** Of the dataset. */
  readonly id: string;
  readonly labels: number;
}

/** An accepted prediction is one too: it comes as `ItemLabelled` by `model-accepted`. */
type Known = Extract<ItemEvent, { type: 'ItemLabelled' }>;

const project = (row: LabelTallyRow | undefined, { event }: Recorded<Known>): LabelTallyRow => ({
  id: event.data.datasetId,
  labels: (row?.labels ?? 0) + 1,
});

export const labelTallyProjection: Projection<LabelTallyRow, Known> = {
  name: 'label-tally',
  version: 1,
  subjects: ['evt.datasets.item.*'],
  handles: ['ItemLabelled'],
  key: ({ event }) => event.data.datasetId,
  project,
};
