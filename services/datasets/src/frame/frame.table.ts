import type { ItemPrediction, PictureMediaType } from '@tutti/contracts/datasets';
import type { EntryKey, SamplingReason } from '@tutti/contracts/devices';
import { bigint, json, key, real, text } from '@tutti/database';
import { EntitySchema } from 'typeorm';

/** A picture that a device chose and sent. Times in milliseconds since 1970; bytes are blobs of `datasets`. */
export interface FrameRow extends EntryKey {
  /** `entryId` of its result. */
  readonly id: string;
  readonly at: number;
  readonly receivedAt: number;
  readonly digest: string;
  readonly bytes: number;
  readonly thumbnail: string;
  readonly mediaType: PictureMediaType;
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  readonly model: string;
  readonly modelVersion: string;
  readonly label: string;
  readonly score: number;
  readonly prediction: ItemPrediction;
  readonly inputFile: string;
  /** Names, as keys: what filters of tags can ask. */
  readonly reasons: Readonly<Partial<Record<SamplingReason, ''>>>;
  readonly auditShare: number;
}

/** Primary, retained by age and size. */
export const frameTable = new EntitySchema<FrameRow>({
  name: 'frame',
  columns: {
    id: key(text('id', 128)),
    deviceId: text('device_id', 26),
    journal: text('journal', 64),
    seq: bigint('seq'),
    at: bigint('at'),
    receivedAt: bigint('received_at'),
    digest: text('digest', 64),
    bytes: bigint('bytes'),
    thumbnail: text('thumbnail', 64),
    mediaType: text('media_type', 16),
    width: bigint('width'),
    height: bigint('height'),
    orientation: bigint('orientation'),
    model: text('model', 128),
    modelVersion: text('model_version', 64),
    label: text('label', 32),
    score: real('score'),
    prediction: json('prediction'),
    inputFile: text('input_file', 256),
    reasons: json('reasons'),
    auditShare: real('audit_share'),
  },
});
