import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '@tutti/kernel';
import { graceMs } from '../port';
import { offsetConflict, uploadNotFound } from '../refusals';
import type { NewUpload } from '../upload-port';
import { makeFolder, temporaryFile } from './durable-write';
import { isTaken, orUndefined, syncFolder } from './files';
import { nameOfPiece, type Piece, piecesIn } from './pieces';

const recordSchema = z.object({
  owner: z.string(),
  size: z.number(),
  sha256: z.string().optional(),
  metadata: z.record(z.string(), z.string()),
  /** Digest of a complete upload: its blob stands, or the bytes for it are still here. */
  complete: z.string().optional(),
});

export type UploadRecord = Omit<NewUpload, 'metadata'> & z.infer<typeof recordSchema>;

/**
 * One upload: `record.json`, and `bytes/` with its pieces. A piece is written aside and linked to the name that says
 * where it begins: of two who continue at one place one finds the name taken.
 */
export class UploadFolder {
  constructor(
    private readonly path: string,
    private readonly work: string,
  ) {}

  get bytes(): string {
    return join(this.path, 'bytes');
  }

  async write(record: UploadRecord): Promise<void> {
    const temporary = join(this.work, randomUUID());
    await temporaryFile(temporary, async (handle) => {
      await handle.writeFile(JSON.stringify(record));
      await handle.sync();
    });
    const done = await orUndefined(rename(temporary, join(this.path, 'record.json')).then(() => true));
    if (done === undefined) {
      await rm(temporary, { force: true });
      throw uploadNotFound();
    }
    // Abandoned just now: whoever reads it next will say so.
    await orUndefined(syncFolder(this.path));
  }

  async begin(record: UploadRecord): Promise<void> {
    await makeFolder(this.bytes);
    await this.write(record);
  }

  async read(): Promise<UploadRecord | undefined> {
    const text = await orUndefined(readFile(join(this.path, 'record.json'), 'utf8'));
    return text === undefined ? undefined : (recordSchema.parse(JSON.parse(text)) as UploadRecord);
  }

  pieces(): Promise<readonly Piece[] | undefined> {
    return piecesIn(this.bytes);
  }

  async expiresAt(): Promise<Date | undefined> {
    const times = await Promise.all(
      [this.bytes, join(this.path, 'record.json'), this.path].map((path) => orUndefined(stat(path))),
    );
    const latest = Math.max(...times.map((info) => info?.mtimeMs ?? 0));
    return latest === 0 ? undefined : new Date(latest + graceMs);
  }

  /** Moves a synced file to its place among the pieces. Throws `upload.offset-conflict`, `upload.not-found`. */
  async add(temporary: string, offset: number): Promise<void> {
    try {
      await link(temporary, join(this.bytes, nameOfPiece(offset)));
    } catch (error) {
      if (isTaken(error)) throw offsetConflict(offset);
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw uploadNotFound();
      throw error;
    } finally {
      await rm(temporary, { force: true });
    }
    await orUndefined(syncFolder(this.bytes));
  }

  /**
   * Hands the bytes of a complete upload on: the one piece as a file, several as a folder, none as an empty file. Nothing
   * happens when somebody else has done it.
   */
  async hand(size: number, publish: (from: string) => Promise<void>): Promise<void> {
    if (size === 0) await this.#addEmpty();
    const pieces = await this.pieces();
    if (!pieces || pieces.length === 0) return;
    const from = pieces.length > 1 ? this.bytes : join(this.bytes, nameOfPiece(0));
    await orUndefined(publish(from));
    await rm(this.bytes, { recursive: true, force: true });
  }

  /** At once for everybody, whatever they are doing with it. */
  async remove(): Promise<boolean> {
    const taken = join(this.work, randomUUID());
    const done = await orUndefined(rename(this.path, taken).then(() => true));
    await rm(taken, { recursive: true, force: true });
    return done ?? false;
  }

  async #addEmpty(): Promise<void> {
    const temporary = join(this.work, randomUUID());
    await temporaryFile(temporary, (handle) => handle.sync());
    await this.add(temporary, 0).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
  }
}
