import { EntitySchema } from 'typeorm';
import { bigint, key, text } from '@tutti/database';

/** Bytes that belong to commands: a picture to judge, log lines. They are blobs of namespace `devices`. */
export interface CommandFileRow {
  /** Who sent it: `user:<id>` or `device:<id>`. */
  readonly owner: string;
  readonly sha256: string;
  readonly size: number;
  /** Media type. */
  readonly type: string;
  /** When it was last sent or used, milliseconds since 1970. */
  readonly createdAt: number;
}

export const commandFileTable = new EntitySchema<CommandFileRow>({
  name: 'command_file',
  columns: {
    owner: key(text('owner', 128)),
    sha256: key(text('sha256', 64)),
    size: bigint('size'),
    type: text('type', 32),
    createdAt: bigint('created_at'),
  },
});
