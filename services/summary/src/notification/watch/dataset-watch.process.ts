import type { DatasetEvent } from '@tutti/contracts/datasets';
import type { Process, Reaction, Recorded } from '@tutti/kernel';
import { infoOf, type Tell } from '../tell/tell.process';

type Watched = Extract<
  DatasetEvent,
  { type: 'DatasetCreated' | 'DatasetDescribed' | 'ImportFinished' | 'ImportFailed' | 'DatasetPurged' }
>;

export interface DatasetWatchState {
  readonly name: string;
}

const told = (
  { name }: DatasetWatchState,
  { event, aggregateId: id, time }: Recorded<Extract<Watched, { type: 'ImportFinished' | 'ImportFailed' }>>,
): Tell => {
  const about = { type: 'Tell', source: { id, name }, at: time.toISOString() } as const;
  const { added, labelled, refused } = event.data.counts;
  const counts = { added, labelled, refused };
  if (event.type === 'ImportFinished') return { ...about, code: 'datasets.import-finished', info: counts };
  const { code, message } = event.data;
  return { ...about, code: 'datasets.import-failed', info: infoOf({ code, message, ...counts }) };
};

const react = (state: DatasetWatchState, recorded: Recorded<Watched>): Reaction<DatasetWatchState, Tell> => {
  const { event } = recorded;
  switch (event.type) {
    case 'DatasetCreated':
      return { state: { name: event.data.name } };
    case 'DatasetDescribed':
      return { state: { name: event.data.name ?? state.name } };
    case 'ImportFinished':
    case 'ImportFailed':
      return { state, outgoing: [told(state, { ...recorded, event })] };
    case 'DatasetPurged':
      return { state: undefined };
    default:
      return event satisfies never;
  }
};

/** What people are told of imports. One instance per dataset. */
export const datasetWatchProcess: Process<DatasetWatchState, Watched, Tell> = {
  name: 'dataset-watch',
  version: 1,
  subjects: ['evt.datasets.dataset.*'],
  handles: ['DatasetCreated', 'DatasetDescribed', 'ImportFinished', 'ImportFailed', 'DatasetPurged'],
  ignores: [
    'ImportStarted',
    'ImportCancelled',
    'DatasetVersionFrozen',
    'DatasetVersionProvided',
    'DatasetVersionRefused',
    'DatasetArchived',
    'DatasetRestored',
  ],
  initialState: { name: '' },
  correlate: ({ aggregateId }) => aggregateId,
  react: (state, input) => (input.kind === 'event' ? react(state, input.recorded) : { state }),
};
