import { z } from 'zod';
import type { NewUpload } from '../upload-port';
import type { Bucket } from './bucket';

const recordSchema = z.object({
  owner: z.string(),
  /** Absent while a stream of unknown length is stored. */
  size: z.number().optional(),
  sha256: z.string().optional(),
  metadata: z.record(z.string(), z.string()),
  /** Of a `put` that is under way: nobody knows it by its id. */
  put: z.literal(true).optional(),
  /** Digest of all chunks: from now they belong to that blob, and nobody purges them any more. */
  complete: z.string().optional(),
  /** The blob stands. */
  done: z.boolean().optional(),
});

export type UploadRecord = Omit<NewUpload, 'size' | 'metadata'> & z.infer<typeof recordSchema>;

export interface FoundRecord {
  readonly seq: number;
  readonly at: Date;
  readonly record: UploadRecord;
}

/** Every set of chunks is announced by a record before the first is written: what died half-way is found by it. */
export class UploadRecords {
  constructor(private readonly bucket: Bucket) {}

  async read(id: string): Promise<FoundRecord | undefined> {
    const found = await this.bucket.last(this.#subject(id));
    if (!found) return undefined;
    const { seq, at, data } = found;
    return { seq, at, record: recordSchema.parse(JSON.parse(Buffer.from(data).toString())) as UploadRecord };
  }

  /** Answers with the sequence. Throws `Overtaken`. */
  write(id: string, record: UploadRecord, expected: number): Promise<number> {
    const publishing = { expected, replace: true } as const;
    return this.bucket.publish(this.#subject(id), JSON.stringify(record), publishing);
  }

  /** Ids of all of them. */
  async *ids(pageSize: number): AsyncIterable<string> {
    const end = await this.bucket.lastSequence();
    for (let seq = 1; seq <= end;) {
      const page = await this.bucket.batch(this.#subject('>'), seq, pageSize);
      const last = page.at(-1);
      if (!last) return;
      for (const { subject } of page) yield subject.slice(this.#subject('').length);
      seq = last.seq + 1;
    }
  }

  #subject(id: string): string {
    return this.bucket.subject('U', id);
  }
}
