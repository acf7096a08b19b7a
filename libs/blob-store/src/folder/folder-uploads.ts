import { createHash, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { appended } from '../content';
import { checkedNamespace, isUploadId } from '../names';
import type { StoredBlob } from '../port';
import { digestMismatch, offsetConflict, tooLarge, uploadIncomplete, uploadNotFound } from '../refusals';
import { UploadHashes } from '../upload-hashes';
import type { Append, BlobUploads, NewUpload, Upload } from '../upload-port';
import type { BlobFolder } from './blob-folder';
import { orUndefined } from './files';
import { PieceWriter } from './piece-writer';
import { endOf, readPieces } from './pieces';
import { UploadFolder, type UploadRecord } from './upload-folder';

/** Uploads as folders below `<root>/.uploads/<namespace>`. */
export class FolderUploads implements BlobUploads {
  readonly #hashes = new UploadHashes();

  constructor(
    private readonly root: string,
    private readonly work: string,
    private readonly blobs: (namespace: string) => BlobFolder,
  ) {}

  async begin(namespace: string, { metadata = {}, ...upload }: NewUpload): Promise<Upload> {
    const id = randomUUID();
    await this.#folder(namespace, id).begin({ ...upload, metadata });
    return this.#existing(namespace, id);
  }

  async state(namespace: string, id: string): Promise<Upload | undefined> {
    if (!isUploadId(id)) return undefined;
    const folder = this.#folder(namespace, id);
    const record = await folder.read();
    const expiresAt = await folder.expiresAt();
    if (!record || !expiresAt) return undefined;
    const { complete, ...upload } = record;
    const pieces = await folder.pieces();
    // The bytes of a complete upload are here as a whole, or went to their place as a whole.
    if (pieces && (complete === undefined || pieces.length > 0 || upload.size === 0))
      return { ...upload, id, expiresAt, offset: endOf(pieces) };
    if (complete === undefined) return undefined;
    const blob = { sha256: complete, size: upload.size };
    return { ...upload, id, expiresAt, offset: upload.size, blob };
  }

  async append(namespace: string, id: string, append: Append): Promise<Upload> {
    const { size, offset, blob } = await this.#existing(namespace, id);
    if (offset !== append.offset || blob) throw offsetConflict(append.offset);
    const writer = new PieceWriter(this.#folder(namespace, id), this.work, offset);
    const hash = this.#hashes.at(id, offset);
    const remember = (completed: boolean): void => {
      if (completed) this.#hashes.remember(id, writer.offset, hash);
    };
    try {
      for await (const chunk of appended(append)) {
        if (writer.end + chunk.byteLength > size) throw tooLarge(size);
        hash?.update(chunk);
        remember(await writer.write(chunk));
      }
    } catch (error) {
      // What came before is kept, if it can be: the caller goes on behind it.
      remember(await writer.complete().catch(() => false));
      throw error;
    }
    remember(await writer.complete());
    return this.#existing(namespace, id);
  }

  async finish(namespace: string, id: string): Promise<StoredBlob> {
    const { size, offset, blob, sha256, expiresAt: _, id: __, ...rest } = await this.#existing(namespace, id);
    if (blob) return blob;
    if (offset < size) throw uploadIncomplete(offset, size);
    const found = await this.#digest(namespace, id, size);
    // Somebody else has finished it, or abandoned it.
    if (found === undefined) return this.finish(namespace, id);
    if (sha256 !== undefined && found !== sha256) {
      await this.abandon(namespace, id);
      throw digestMismatch(found, sha256);
    }
    const folder = this.#folder(namespace, id);
    const announced = sha256 === undefined ? {} : { sha256 };
    const record: UploadRecord = { ...rest, ...announced, size, complete: found };
    await folder.write(record);
    const blobs = this.blobs(namespace);
    await folder.hand(size, (from) => blobs.publish(from, found));
    this.#hashes.forget(id);
    // It may have been abandoned meanwhile, bytes and all.
    if (!(await blobs.touch(found))) throw uploadNotFound();
    return { sha256: found, size };
  }

  async abandon(namespace: string, id: string): Promise<void> {
    this.#hashes.forget(id);
    if (isUploadId(id)) await this.#folder(namespace, id).remove();
  }

  /** Answers how many there were. */
  async expire(namespace: string, now: Date): Promise<number> {
    let expired = 0;
    for (const id of (await orUndefined(readdir(this.#place(namespace)))) ?? []) {
      const folder = this.#folder(namespace, id);
      const expiresAt = await folder.expiresAt();
      if (expiresAt && expiresAt < now && (await folder.remove())) expired += 1;
    }
    return expired;
  }

  async #existing(namespace: string, id: string): Promise<Upload> {
    const upload = await this.state(namespace, id);
    if (!upload) throw uploadNotFound();
    return upload;
  }

  /** `undefined` when the bytes went away while they were read. */
  async #digest(namespace: string, id: string, size: number): Promise<string | undefined> {
    const hash = this.#hashes.at(id, size);
    if (hash) return hash.digest('hex');
    const folder = this.#folder(namespace, id);
    const pathOf = async (name: string) => join(folder.bytes, name);
    const all = readPieces((await folder.pieces()) ?? [], { offset: 0, length: size }, pathOf);
    return orUndefined(digestOf(all));
  }

  #place(namespace: string): string {
    return join(this.root, '.uploads', checkedNamespace(namespace));
  }

  #folder(namespace: string, id: string): UploadFolder {
    return new UploadFolder(join(this.#place(namespace), id), this.work);
  }
}

const digestOf = async (content: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
};
