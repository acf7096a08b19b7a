import type { Stream } from '@tutti/contracts/training';
import { bigint, key, text } from '@tutti/database';
import { EntitySchema } from 'typeorm';

/** What a stream's trigger found when it looked last. Primary: no event tells of a look that led to nothing. */
export interface StreamLookRow {
  readonly streamId: string;
  readonly at: number;
  readonly outcome: NonNullable<Stream['lastLook']>['outcome'];
  readonly detail: string;
}

export const streamLookTable = new EntitySchema<StreamLookRow>({
  name: 'stream_look',
  columns: {
    streamId: key(text('stream_id', 36)),
    at: bigint('at'),
    outcome: text('outcome', 16),
    detail: text('detail', 512),
  },
});
