import { graceMs } from '../port';
import { type Bucket, Overtaken } from './bucket';
import type { Meta, Metas } from './metas';
import { type FoundRecord, UploadRecords } from './upload-records';

/**
 * Sets of chunks from their announcement to their end, which is one of two: they are purged, or they become a blob's. The
 * record decides: whoever removes one that is not complete purges its chunks; whoever makes it complete, or finds it so,
 * publishes the blob.
 */
export class ChunkSets {
  readonly records: UploadRecords;

  constructor(
    private readonly bucket: Bucket,
    private readonly metas: Metas,
  ) {
    this.records = new UploadRecords(bucket);
  }

  /** The last chunk, if there is any. */
  last(id: string) {
    return this.bucket.last(this.bucket.subject('C', id));
  }

  /** Makes the blob of a complete set, unless there is one; `undefined` when neither its chunks nor the blob are there. */
  async publish(id: string, sha256: string, size: number): Promise<Meta | undefined> {
    const subject = this.bucket.subject('C', id);
    const [first, last] = await Promise.all([this.bucket.next(subject, 1), this.last(id)]);
    if ((last?.end ?? 0) !== size) return this.metas.want(sha256);
    const whole = { sha256, size, chunks: id, first: first?.seq ?? 0, last: last?.seq ?? 0 };
    return this.give(whole);
  }

  /** The same, of chunks that are known to be there. */
  async give(meta: Meta): Promise<Meta> {
    const published = await this.metas.publish(meta);
    if (published.chunks !== meta.chunks) await this.bucket.purge(this.bucket.subject('C', meta.chunks));
    return published;
  }

  /** Ends a set, whatever state it is in. What became a blob stays. */
  async end(id: string, found: FoundRecord | undefined): Promise<boolean> {
    for (let current = found; current; current = await this.records.read(id)) {
      const { seq, record } = current;
      const { complete, done, size } = record;
      const stays =
        done === true ||
        (complete !== undefined &&
          size !== undefined &&
          (await this.publish(id, complete, size)) !== undefined);
      if (!(await this.bucket.remove(seq)) || (await this.records.read(id))) continue;
      if (!stays) await this.bucket.purge(this.bucket.subject('C', id));
      return true;
    }
    return false;
  }

  /** Ends those on which nothing has happened for a grace. A `put` is not given up because the caller's clock is ahead. */
  async expire(now: Date): Promise<number> {
    let expired = 0;
    for await (const id of this.records.ids(100)) {
      const found = await this.records.read(id);
      if (!found) continue;
      const at = found.record.put ? Math.min(now.getTime(), Date.now()) : now.getTime();
      const last = await this.last(id);
      const latest = Math.max(found.at.getTime(), last?.at.getTime() ?? 0);
      if (latest + graceMs < at && (await this.end(id, found))) expired += 1;
    }
    return expired;
  }

  /** Marks a set as complete; `undefined` when it ended or changed meanwhile. */
  async complete(id: string, { seq, record }: FoundRecord, blob: { sha256: string; size: number }) {
    try {
      const changed = { ...record, size: blob.size, complete: blob.sha256 };
      return { record: changed, at: new Date(), seq: await this.records.write(id, changed, seq) };
    } catch (error) {
      if (error instanceof Overtaken) return undefined;
      throw error;
    }
  }
}
