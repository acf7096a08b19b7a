import { EntitySchema } from 'typeorm';
import { orNull, text } from '@tutti/database';
import { entryColumns } from '../telemetry/entry-columns';
import type { FailureRow } from './failure.row';

/** Primary, retained by age. */
export const failureTable = new EntitySchema<FailureRow>({
  name: 'failure',
  columns: {
    ...entryColumns,
    model: orNull(text('model', 128)),
    type: text('type', 64),
    message: text('message', 512),
    inputFile: text('input_file', 256),
  },
});
