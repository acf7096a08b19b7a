import { randomUUID } from 'node:crypto';
import { portions } from '@tutti/kernel';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { chunksOf } from '../content';
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
import { BlobFolder, type Entry, isOver } from './blob-folder';
import { makeFolder, writeTemporary } from './durable-write';
import { orUndefined } from './files';
import { FolderUploads } from './folder-uploads';

const batchSize = 500;

/** Blobs as files of one folder, which all replicas share: `<root>/<namespace>/<2 characters>/<sha256>`. */
export class FolderBlobStore implements BlobStore {
  readonly uploads: FolderUploads;

  private constructor(
    private readonly root: string,
    private readonly work: string,
  ) {
    this.uploads = new FolderUploads(root, work, (namespace) => this.#folder(namespace));
  }

  /** Creates the folder when it is missing and clears what dead writers left in it. */
  static async open(root: string): Promise<FolderBlobStore> {
    const store = new FolderBlobStore(root, join(root, '.incoming'));
    await makeFolder(store.work);
    await store.#clear(new Date());
    return store;
  }

  async put(namespace: string, content: Content, options: PutOptions): Promise<StoredBlob> {
    const folder = this.#folder(namespace);
    const temporary = join(this.work, randomUUID());
    const stored = await writeTemporary(temporary, chunksOf(content), options);
    await folder.publish(temporary, stored.sha256);
    return stored;
  }

  open(namespace: string, sha256: string, range?: ByteRange): Promise<OpenBlob | undefined> {
    return this.#folder(namespace).open(sha256, range);
  }

  stat(namespace: string, sha256: string): Promise<BlobInfo | undefined> {
    return this.#folder(namespace).info(sha256);
  }

  touch(namespace: string, sha256: string): Promise<boolean> {
    return this.#folder(namespace).touch(sha256);
  }

  async *list(namespace: string): AsyncIterable<BlobInfo> {
    const folder = this.#folder(namespace);
    for await (const entries of folder.entries())
      for (const { sha256 } of entries) {
        const info = await folder.info(sha256);
        if (info) yield info;
      }
  }

  async sweep(namespace: string, { now, referenced }: SweepOptions): Promise<Swept> {
    const folder = this.#folder(namespace);
    const swept = { condemned: 0, deleted: 0 };
    for await (const batch of batchesOf(folder.entries())) {
      const wanted = new Set(await referenced(batch.map(({ sha256 }) => sha256)));
      for (const entry of batch) {
        const came = await judge(folder, entry, { now, wanted: wanted.has(entry.sha256) });
        if (came !== 'kept') swept[came] += 1;
      }
    }
    await this.#clear(now);
    return { ...swept, expired: await this.uploads.expire(namespace, now) };
  }

  #folder(namespace: string): BlobFolder {
    return new BlobFolder(this.root, this.work, namespace);
  }

  /** Temporary files of writers that died are older than any upload may last. */
  async #clear(now: Date): Promise<void> {
    for (const name of await readdir(this.work)) {
      const path = join(this.work, name);
      const info = await orUndefined(stat(path));
      if (info && Math.min(now.getTime(), Date.now()) - info.mtimeMs > graceMs)
        await rm(path, { recursive: true, force: true });
    }
  }
}

async function* batchesOf(entries: AsyncIterable<readonly Entry[]>): AsyncIterable<readonly Entry[]> {
  for await (const some of entries) yield* portions(some, batchSize);
}

/** Of a blob that was put anew while it was condemned there are two; the condemned one goes when its time comes. */
const judge = async (
  folder: BlobFolder,
  { sha256, live, condemned }: Entry,
  { now, wanted }: { readonly now: Date; readonly wanted: boolean },
): Promise<keyof Omit<Swept, 'expired'> | 'kept'> => {
  if (wanted && !live) {
    await folder.touch(sha256);
    return 'kept';
  }
  let erased = false;
  for (const one of condemned.filter((candidate) => isOver(candidate, now)))
    erased = (await folder.erase(one)) || erased;
  if (!live) return erased ? 'deleted' : 'kept';
  return !wanted && (await folder.condemn(sha256, now)) ? 'condemned' : 'kept';
};
