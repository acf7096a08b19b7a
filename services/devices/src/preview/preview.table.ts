import { EntitySchema } from 'typeorm';
import { bigint, key, text } from '@tutti/database';

/** A picture that a device sent. The bytes are a blob of namespace `devices`; several devices may refer to one. */
export interface PreviewRow {
  readonly deviceId: string;
  readonly sha256: string;
  readonly size: number;
  /** Media type. */
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export const previewTable = new EntitySchema<PreviewRow>({
  name: 'preview',
  columns: {
    deviceId: key(text('device_id', 26)),
    sha256: key(text('sha256', 64)),
    size: bigint('size'),
    type: text('type', 16),
    createdAt: bigint('created_at'),
  },
});
