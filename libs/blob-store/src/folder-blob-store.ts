import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { blobPath, isDigest, namespaceFolder } from './blob-path';
import { publish, writeTemporary } from './durable-write';
import type { BlobInfo, BlobStore, OpenBlob, PutOptions, StoredBlob, SweepOptions } from './port';

/** Temporary files of writers that died are older than any upload may last. */
const abandonedAfterMs = 24 * 3_600_000;

const orUndefined = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** Blobs as files of one folder: `<root>/<namespace>/<2 characters>/<sha256>`. The mark is the file's mtime. */
export class FolderBlobStore implements BlobStore {
  readonly #root: string;
  readonly #work: string;

  private constructor(root: string) {
    this.#root = root;
    this.#work = join(root, '.incoming');
  }

  /** Creates the folder when it is missing and clears what dead writers left in it. */
  static async open(root: string): Promise<FolderBlobStore> {
    const store = new FolderBlobStore(root);
    await mkdir(store.#work, { recursive: true, mode: 0o700 });
    for (const name of await readdir(store.#work)) {
      const info = await orUndefined(stat(join(store.#work, name)));
      if (info && Date.now() - info.mtimeMs > abandonedAfterMs)
        await rm(join(store.#work, name), { force: true });
    }
    return store;
  }

  async put(
    namespace: string,
    content: AsyncIterable<Uint8Array> | Uint8Array,
    options: PutOptions,
  ): Promise<StoredBlob> {
    namespaceFolder(this.#root, namespace);
    const temporary = join(this.#work, randomUUID());
    const stored = await writeTemporary(
      temporary,
      content instanceof Uint8Array ? once(content) : content,
      options,
    );
    await publish(temporary, blobPath(this.#root, namespace, stored.sha256));
    return stored;
  }

  async open(namespace: string, sha256: string): Promise<OpenBlob | undefined> {
    const handle = await orUndefined(open(blobPath(this.#root, namespace, sha256), 'r'));
    if (!handle) return undefined;
    try {
      const { size } = await handle.stat();
      return { size, stream: createReadStream('', { fd: handle }) };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async has(namespace: string, sha256: string): Promise<boolean> {
    return (await orUndefined(stat(blobPath(this.#root, namespace, sha256)))) !== undefined;
  }

  async touch(namespace: string, sha256: string): Promise<boolean> {
    const now = new Date();
    const done = orUndefined(utimes(blobPath(this.#root, namespace, sha256), now, now).then(() => true));
    return (await done) ?? false;
  }

  async delete(namespace: string, sha256: string): Promise<void> {
    await rm(blobPath(this.#root, namespace, sha256), { force: true });
  }

  async *list(namespace: string): AsyncIterable<BlobInfo> {
    const folder = namespaceFolder(this.#root, namespace);
    for (const prefix of ((await orUndefined(readdir(folder))) ?? []).sort())
      for (const sha256 of (await readdir(join(folder, prefix))).filter(isDigest).sort()) {
        const info = await orUndefined(stat(join(folder, prefix, sha256)));
        if (info) yield { sha256, size: info.size, markedAt: info.mtime };
      }
  }

  async sweep(namespace: string, { olderThan, isReferenced }: SweepOptions): Promise<number> {
    let deleted = 0;
    for await (const { sha256, markedAt } of this.list(namespace))
      if (markedAt < olderThan && !(await isReferenced(sha256)))
        deleted += (await this.#deleteIfOld(namespace, sha256, olderThan)) ? 1 : 0;
    return deleted;
  }

  /** Takes the file away before looking at its mark: a mark refreshed meanwhile is seen, and the file goes back. */
  async #deleteIfOld(namespace: string, sha256: string, olderThan: Date): Promise<boolean> {
    const path = blobPath(this.#root, namespace, sha256);
    const taken = join(this.#work, randomUUID());
    if ((await orUndefined(rename(path, taken).then(() => true))) === undefined) return false;
    if ((await stat(taken)).mtime >= olderThan) {
      await publish(taken, path);
      return false;
    }
    await rm(taken);
    return true;
  }
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
