import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../common/sync-folder';
import { hashInto } from './digest-of-file';
import { onDisk } from './on-disk';

/** A file that is fetched piece by piece, with the hash of what is there. What an earlier process left is gone on with. */
export class PartFile {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private hash: Hash,
    private length: number,
  ) {}

  static async open(path: string): Promise<PartFile> {
    return onDisk(async () => {
      const file = await open(path, 'a', 0o600);
      const hash = createHash('sha256');
      try {
        return new PartFile(path, file, hash, await hashInto(hash, path));
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  get size(): number {
    return this.length;
  }

  /** sha256 of what is there, hexadecimal. */
  get digest(): string {
    return this.hash.copy().digest('hex');
  }

  async append(chunk: Buffer): Promise<void> {
    await onDisk(() => this.file.appendFile(chunk));
    this.hash.update(chunk);
    this.length += chunk.length;
  }

  /** Begins anew. */
  async clear(): Promise<void> {
    await onDisk(() => this.file.truncate(0));
    this.hash = createHash('sha256');
    this.length = 0;
  }

  /** Keeps what is there for later. */
  async close(): Promise<void> {
    await this.file.close();
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
  }

  /** It is whole: durably in its place under its name. */
  async moveTo(path: string): Promise<void> {
    await onDisk(async () => {
      await this.file.sync();
      await rename(this.path, path);
      await syncFolder(dirname(path));
    });
  }
}
