import { bigint, key, text, type MergePlan } from '@tutti/database';
import { EntitySchema } from 'typeorm';

/**
 * Results of a stream's models in one minute. Primary, kept by age. A message that comes twice is counted twice, in both
 * numbers: their ratio is what triggers ask for.
 */
export interface StreamResultRow {
  readonly streamId: string;
  /** Begin of the minute, milliseconds since 1970. */
  readonly at: number;
  readonly results: number;
  /** Of them those below the stream's warning score as it was. */
  readonly warnings: number;
}

export const streamResultTable = new EntitySchema<StreamResultRow>({
  name: 'stream_result',
  columns: {
    streamId: key(text('stream_id', 36)),
    at: key(bigint('at')),
    results: bigint('results'),
    warnings: bigint('warnings'),
  },
});

export const streamResultPlan: MergePlan<StreamResultRow> = {
  keys: ['streamId', 'at'],
  add: ['results', 'warnings'],
  least: [],
  greatest: [],
};
