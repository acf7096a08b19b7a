import { z } from 'zod';
import { checkedDigest } from '../names';
import type { BlobInfo } from '../port';
import { type Bucket, Overtaken, type Stored } from './bucket';

/** Metadata of an object as ADR-20 has it; what is ours stands in `metadata`. */
const metaSchema = z.looseObject({
  name: z.string(),
  nuid: z.string(),
  size: z.number(),
  deleted: z.boolean().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});

export interface Meta {
  readonly sha256: string;
  /** Names the subject of its chunks. */
  readonly chunks: string;
  readonly size: number;
  /** Where its first and last chunk stand in the bucket. */
  readonly first: number;
  readonly last: number;
  readonly condemnedAt?: Date;
}

export interface Found {
  /** For the next writer; 0 when there was never any. */
  readonly seq: number;
  readonly meta: Meta | undefined;
  /** Chunks of a blob that was deleted, which may be there still. */
  readonly buried?: string;
}

const padded = (bytes: Buffer): string =>
  bytes.toString('base64url').padEnd(Math.ceil(bytes.length / 3) * 4, '=');

const parse = ({ data, seq }: Stored): Found => {
  const {
    name,
    nuid,
    size,
    deleted,
    metadata = {},
  } = metaSchema.parse(JSON.parse(Buffer.from(data).toString()));
  if (deleted) return { seq, meta: undefined, buried: nuid };
  const condemned = metadata['condemned-at'];
  const meta = {
    sha256: name,
    chunks: nuid,
    size,
    first: Number(metadata['first']),
    last: Number(metadata['last']),
    ...(condemned === undefined ? {} : { condemnedAt: new Date(condemned) }),
  };
  return { seq, meta };
};

export const infoOf = ({ sha256, size, condemnedAt }: Meta): BlobInfo => ({
  sha256,
  size,
  ...(condemnedAt ? { condemnedAt } : {}),
});

/** What stands about the blobs of a bucket. Each change names the message that it replaces. */
export class Metas {
  constructor(private readonly bucket: Bucket) {}

  async read(sha256: string): Promise<Found> {
    const found = await this.bucket.last(this.#subject(sha256));
    return found ? parse(found) : { seq: 0, meta: undefined };
  }

  /** Answers with the sequence. Throws `Overtaken`. */
  async write(meta: Meta, expected: number, deleted = false): Promise<number> {
    const { sha256, chunks, size, first, last, condemnedAt } = meta;
    const object = {
      name: sha256,
      bucket: this.bucket.name,
      nuid: chunks,
      size,
      digest: `SHA-256=${padded(Buffer.from(sha256, 'hex'))}`,
      mtime: new Date().toISOString(),
      deleted,
      metadata: {
        first: String(first),
        last: String(last),
        ...(condemnedAt ? { 'condemned-at': condemnedAt.toISOString() } : {}),
      },
    };
    return this.bucket.publish(this.#subject(sha256), JSON.stringify(object), { expected, replace: true });
  }

  /** Makes sure that a blob stays; answers with it, or `undefined` when there is none. */
  async want(sha256: string): Promise<Meta | undefined> {
    for (;;) {
      const { seq, meta } = await this.read(sha256);
      if (!meta?.condemnedAt) return meta;
      const { condemnedAt: _, ...wanted } = meta;
      if (await this.#unlessOvertaken(this.write(wanted, seq))) return wanted;
    }
  }

  /** The blob is known from now, with these chunks or, if it was known already, with those that it has. */
  async publish(meta: Meta): Promise<Meta> {
    for (;;) {
      const { seq, meta: known, buried } = await this.read(meta.sha256);
      const stands = known && (known.condemnedAt ? await this.want(meta.sha256) : known);
      if (stands) return stands;
      if (known || !(await this.#unlessOvertaken(this.write(meta, seq)))) continue;
      if (buried !== undefined) await this.#purge(buried);
      return meta;
    }
  }

  /** False when it changed since. */
  condemn({ seq, meta }: Found, now: Date): Promise<boolean> {
    return meta
      ? this.#unlessOvertaken(this.write({ ...meta, condemnedAt: now }, seq))
      : Promise.resolve(false);
  }

  /**
   * Deletes a blob; false when it changed since. A note comes in its place first, which expects what was seen: so nobody
   * wants the blob at the same time, and who dies before the chunks are purged leaves word of them.
   */
  async remove({ seq, meta }: Found): Promise<boolean> {
    if (!meta) return false;
    try {
      await this.clear({ seq: await this.write(meta, seq, true), meta: undefined, buried: meta.chunks });
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  }

  /** Takes away what is left of a blob that was deleted. */
  async clear({ seq, buried }: Found): Promise<void> {
    if (buried !== undefined) await this.#purge(buried);
    await this.bucket.remove(seq);
  }

  /** Deletes a blob where there is no room for a note; false when it changed since. */
  async removeAtOnce({ seq, meta }: Found): Promise<boolean> {
    if (!meta || !(await this.bucket.remove(seq))) return false;
    // Another may have taken its place just before: then the chunks are in use.
    if ((await this.read(meta.sha256)).meta?.chunks === meta.chunks) return false;
    await this.#purge(meta.chunks);
    return true;
  }

  #purge(chunks: string): Promise<void> {
    return this.bucket.purge(this.bucket.subject('C', chunks));
  }

  /** All of them, in the order in which they were written; those written meanwhile are left out. */
  async *list(pageSize: number): AsyncIterable<readonly Found[]> {
    const end = await this.bucket.lastSequence();
    for (let seq = 1; seq <= end;) {
      const page = await this.bucket.batch(this.bucket.subject('M', '>'), seq, pageSize);
      const last = page.at(-1);
      if (!last) return;
      yield page.filter((one) => one.seq <= end).map(parse);
      seq = last.seq + 1;
    }
  }

  #subject(sha256: string): string {
    return this.bucket.subject('M', padded(Buffer.from(checkedDigest(sha256))));
  }

  async #unlessOvertaken(work: Promise<number>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      if (error instanceof Overtaken) return false;
      throw error;
    }
  }
}
