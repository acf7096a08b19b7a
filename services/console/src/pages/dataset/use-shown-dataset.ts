import type { Dataset, LabelSchema } from '@tutti/contracts/datasets';
import { useOutletContext } from 'react-router';

/** The dataset whose page this is, with its classes. */
export interface ShownDataset {
  readonly dataset: Dataset;
  readonly schema: LabelSchema;
}

export const useShownDataset = (): ShownDataset => useOutletContext<ShownDataset>();
