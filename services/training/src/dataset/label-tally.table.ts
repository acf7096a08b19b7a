import { bigint } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { LabelTallyRow } from './label-tally.projection';

export const labelTallyTable = viewTable<LabelTallyRow>({
  name: 'label_tally',
  columns: { labels: bigint('labels') },
});
