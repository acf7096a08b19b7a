import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFull } from '../refusals';
import { isFull } from './files';
import type { UploadFolder } from './upload-folder';

/** A killed process loses this much of an upload at most. */
const pieceBytes = 8 * 1024 * 1024;

/** Adds bytes to an upload, piece by piece. */
export class PieceWriter {
  #piece: { readonly path: string; readonly handle: FileHandle } | undefined;
  #size = 0;

  constructor(
    private readonly folder: UploadFolder,
    private readonly work: string,
    /** Where the next piece begins: everything before it is stored for good. */
    public offset: number,
  ) {}

  /** Answers whether a piece was completed. */
  async write(chunk: Uint8Array): Promise<boolean> {
    try {
      this.#piece ??= await this.#begin();
      await this.#piece.handle.appendFile(chunk);
    } catch (error) {
      await this.discard();
      throw isFull(error) ? storageFull(error) : error;
    }
    this.#size += chunk.byteLength;
    return this.#size >= pieceBytes && this.complete();
  }

  /** Makes what was written so far a piece. */
  async complete(): Promise<boolean> {
    const piece = this.#piece;
    if (!piece) return false;
    this.#piece = undefined;
    try {
      await piece.handle.sync();
    } finally {
      await piece.handle.close();
    }
    await this.folder.add(piece.path, this.offset);
    this.offset += this.#size;
    this.#size = 0;
    return true;
  }

  async discard(): Promise<void> {
    const piece = this.#piece;
    this.#piece = undefined;
    this.#size = 0;
    await piece?.handle.close();
    if (piece) await rm(piece.path, { force: true });
  }

  get end(): number {
    return this.offset + this.#size;
  }

  async #begin() {
    const path = join(this.work, randomUUID());
    return { path, handle: await open(path, 'wx', 0o600) };
  }
}
