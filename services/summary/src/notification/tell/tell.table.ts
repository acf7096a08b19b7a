import { bigint, json, key, orNull, text } from '@tutti/database';
import { EntitySchema } from 'typeorm';
import type { NotificationCode } from '@tutti/contracts/summary';
import type { Tell } from './tell.process';

/** Something that happened and is to be told; kept for a while after it was, so that it is told once. */
export interface CauseRow {
  /** The same whoever notices it again. */
  readonly id: string;
  readonly matter: string;
  /** Whom it happened to. */
  readonly source: string;
  readonly tell: Omit<Tell, 'type'>;
  /** The first time, in milliseconds since 1970, as all times here. */
  readonly at: number;
  readonly lastAt: number;
  readonly addedAt: number;
  readonly times: number;
  /** Told together under this id, or about to be. */
  readonly batch: string | null;
  readonly toldAt: number | null;
}

/** What people were told last of one matter. */
export interface MatterRow {
  readonly id: string;
  readonly notificationId: string;
  readonly code: NotificationCode;
  readonly raisedAt: number;
  /** When it happened last. */
  readonly lastAt: number;
  readonly toldAt: number;
  readonly repeats: number;
  readonly count: number;
}

/** Both are primary: without them what waits is not told, and what was told may be told anew. */
export const causeTable = new EntitySchema<CauseRow>({
  name: 'notification_cause',
  columns: {
    id: key(text('id', 64)),
    matter: text('matter', 255),
    source: text('source', 128),
    tell: json('tell'),
    at: bigint('at'),
    lastAt: bigint('last_at'),
    addedAt: bigint('added_at'),
    times: bigint('times'),
    batch: orNull(text('batch', 36)),
    toldAt: orNull(bigint('told_at')),
  },
});

export const matterTable = new EntitySchema<MatterRow>({
  name: 'notification_matter',
  columns: {
    id: key(text('id', 255)),
    notificationId: text('notification_id', 36),
    code: text('code', 64),
    raisedAt: bigint('raised_at'),
    lastAt: bigint('last_at'),
    toldAt: bigint('told_at'),
    repeats: bigint('repeats'),
    count: bigint('times'),
  },
});
