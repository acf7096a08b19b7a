import type { NatsConnection } from '@nats-io/transport-node';
import { chunksOf } from '../content';
import { checkedNamespace } from '../names';
import {
  type BlobInfo,
  type BlobStore,
  type ByteRange,
  type Content,
  graceMs,
  type OpenBlob,
  type PutOptions,
  type StoredBlob,
  type SweepOptions,
  type Swept,
} from '../port';
import { clippedRange } from '../refusals';
import { Bucket } from './bucket';
import { ChunkSets } from './chunk-sets';
import { readChunks } from './chunks';
import { type Found, infoOf, type Meta, Metas } from './metas';
import { NatsUploads } from './nats-uploads';
import { type NatsPlace, putContent } from './put';
import { isFull, Reserve } from './reserve';

const batchSize = 500;

/**
 * Blobs in JetStream object stores, a bucket `OBJ_<namespace>` for each namespace: no folder needs to be shared. A user
 * has rights to the bucket of its own context only. Any client of NATS object stores reads them.
 */
export class NatsObjectBlobStore implements BlobStore {
  readonly uploads: NatsUploads;
  readonly #places = new Map<string, Promise<NatsPlace>>();

  private constructor(private readonly connection: NatsConnection) {
    this.uploads = new NatsUploads((namespace) => this.#place(namespace));
  }

  /** For whoever owns this namespace; it must have a bucket. The connection stays the caller's. */
  static async open(connection: NatsConnection, namespace: string): Promise<NatsObjectBlobStore> {
    const store = new NatsObjectBlobStore(connection);
    const { bucket, reserve } = await store.#place(namespace);
    await bucket.assertExists();
    await reserve.keep();
    return store;
  }

  async put(namespace: string, content: Content, options: PutOptions): Promise<StoredBlob> {
    return putContent(await this.#place(namespace), chunksOf(content), options);
  }

  async open(namespace: string, sha256: string, range?: ByteRange): Promise<OpenBlob | undefined> {
    const { bucket, metas } = await this.#place(namespace);
    const { meta } = await metas.read(sha256);
    if (!meta) return undefined;
    const clipped = clippedRange(meta.size, range);
    return { size: meta.size, range: clipped, stream: readChunks(bucket, meta, clipped) };
  }

  async stat(namespace: string, sha256: string): Promise<BlobInfo | undefined> {
    const { metas } = await this.#place(namespace);
    const { meta } = await metas.read(sha256);
    return meta && infoOf(meta);
  }

  async touch(namespace: string, sha256: string): Promise<boolean> {
    const { metas } = await this.#place(namespace);
    return (await metas.want(sha256)) !== undefined;
  }

  async *list(namespace: string): AsyncIterable<BlobInfo> {
    const { metas } = await this.#place(namespace);
    for await (const page of metas.list(batchSize)) for (const { meta } of page) if (meta) yield infoOf(meta);
  }

  async sweep(namespace: string, { now, referenced }: SweepOptions): Promise<Swept> {
    const place = await this.#place(namespace);
    const before = new Date(now.getTime() - graceMs);
    await place.reserve.keep();
    const expired = await place.sets.expire(now);
    const swept = { condemned: 0, deleted: 0 };
    for await (const page of place.metas.list(batchSize)) {
      // What a sweep that died had begun to delete.
      for (const found of page) if (found.buried !== undefined) await place.metas.clear(found);
      const known = page.flatMap(({ meta }) => meta?.sha256 ?? []);
      if (known.length === 0) continue;
      const wanted = new Set(await referenced(known));
      for (const { seq, meta } of page) {
        if (!meta) continue;
        const sentence = { now, before, wanted: wanted.has(meta.sha256) };
        const came = await judge(place, { seq, meta }, sentence).catch(keptIfFull);
        if (came !== 'kept') swept[came] += 1;
      }
    }
    await place.reserve.keep();
    return { ...swept, expired };
  }

  #place(namespace: string): Promise<NatsPlace> {
    const known = this.#places.get(checkedNamespace(namespace));
    if (known) return known;
    const opening = open(this.connection, namespace);
    this.#places.set(namespace, opening);
    return opening;
  }
}

const open = async (connection: NatsConnection, namespace: string): Promise<NatsPlace> => {
  const bucket = await Bucket.open(connection, namespace);
  const metas = new Metas(bucket);
  return { bucket, metas, sets: new ChunkSets(bucket, metas), reserve: new Reserve(bucket) };
};

interface Sentence {
  readonly now: Date;
  readonly before: Date;
  readonly wanted: boolean;
}

/** Where even the reserve is used up: sentences that were noted before are still carried out, and make room. */
const keptIfFull = (error: unknown): 'kept' => {
  if (isFull(error)) return 'kept';
  throw error;
};

const judge = async (
  { metas, reserve }: NatsPlace,
  found: Found & { readonly meta: Meta },
  { now, before, wanted }: Sentence,
): Promise<keyof Omit<Swept, 'expired'> | 'kept'> => {
  const { sha256, condemnedAt } = found.meta;
  if (wanted) {
    if (condemnedAt) await reserve.spending(() => metas.want(sha256));
    return 'kept';
  }
  if (!condemnedAt) return (await reserve.spending(() => metas.condemn(found, now))) ? 'condemned' : 'kept';
  if (condemnedAt > before) return 'kept';
  const removed = await reserve
    .spending(() => metas.remove(found))
    .catch((error: unknown) => {
      if (!isFull(error)) throw error;
      return metas.removeAtOnce(found);
    });
  return removed ? 'deleted' : 'kept';
};
