import { datasetErrors } from '@tutti/contracts/datasets';
import { DomainError, type FieldFault } from '@tutti/kernel';
import type { DatasetState, KnownDataset } from './dataset.state';

export const refused = (
  code: keyof typeof datasetErrors,
  detail: string,
  more: {
    readonly params?: Readonly<Record<string, unknown>>;
    readonly faults?: readonly FieldFault[];
  } = {},
): DomainError => new DomainError(datasetErrors[code], { detail, ...more });

export const noSuchDataset = (): DomainError =>
  refused('dataset.not-found', 'No dataset has this id, or its data was deleted.');

/** A dataset whose data is there, archived or not. */
export const existing = (state: DatasetState): KnownDataset => {
  if (state.status === 'initial' || state.status === 'purged') throw noSuchDataset();
  return state;
};

/** A dataset that can be changed. */
export const changeable = (state: DatasetState): KnownDataset => {
  const known = existing(state);
  if (known.status === 'archived')
    throw refused('dataset.archived', 'An archived dataset does not change. Restore it first.');
  return known;
};
