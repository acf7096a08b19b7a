import { createHash, randomUUID } from 'node:crypto';
import type { DomainError } from '@tutti/kernel';
import { appended } from '../content';
import { isUploadId } from '../names';
import { graceMs, type StoredBlob } from '../port';
import { digestMismatch, offsetConflict, tooLarge, uploadIncomplete, uploadNotFound } from '../refusals';
import { UploadHashes } from '../upload-hashes';
import type { Append, BlobUploads, NewUpload, Upload } from '../upload-port';
import { type Bucket, Overtaken, type Stored } from './bucket';
import type { ChunkSets } from './chunk-sets';
import { ChunkWriter, inFullChunks, readChunks } from './chunks';
import type { FoundRecord } from './upload-records';

/** What of a namespace an upload needs. */
export interface Place {
  readonly bucket: Bucket;
  readonly sets: ChunkSets;
}

interface Known {
  readonly found: FoundRecord;
  readonly upload: Upload;
  /** Sequence of the last chunk. */
  readonly seq: number;
}

/** Uploads as chunks without metadata, each expecting the one before it. */
export class NatsUploads implements BlobUploads {
  readonly #hashes = new UploadHashes();

  constructor(private readonly place: (namespace: string) => Promise<Place>) {}

  async begin(namespace: string, { metadata = {}, ...upload }: NewUpload): Promise<Upload> {
    const { sets } = await this.place(namespace);
    const id = randomUUID();
    await sets.records.write(id, { ...upload, metadata }, 0);
    return { ...upload, id, metadata, offset: 0, expiresAt: new Date(Date.now() + graceMs) };
  }

  async state(namespace: string, id: string): Promise<Upload | undefined> {
    return (await this.#find(await this.place(namespace), id))?.upload;
  }

  async append(namespace: string, id: string, append: Append): Promise<Upload> {
    const place = await this.place(namespace);
    const { upload, seq, found } = await this.#existing(place, id);
    const { offset, size, blob } = upload;
    if (offset !== append.offset || blob || found.record.complete !== undefined)
      throw offsetConflict(append.offset);
    const writer = new ChunkWriter(place.bucket, id, { seq, end: offset });
    const hash = this.#hashes.at(id, offset);
    try {
      for await (const chunk of inFullChunks(appended(append))) {
        if (writer.offset + chunk.byteLength > size) throw tooLarge(size);
        await writer.write(chunk);
        hash?.update(chunk);
      }
    } catch (error) {
      throw error instanceof Overtaken ? await this.#overtaken(place, id, append.offset) : error;
    } finally {
      this.#hashes.remember(id, writer.offset, hash);
    }
    const after = await this.#find(place, id);
    if (after) return after.upload;
    // It was abandoned while the first chunk was on its way.
    await writer.discard();
    throw uploadNotFound();
  }

  async finish(namespace: string, id: string): Promise<StoredBlob> {
    const place = await this.place(namespace);
    for (;;) {
      const known = await this.#existing(place, id);
      const { upload, found } = known;
      if (upload.blob) return upload.blob;
      if (upload.offset < upload.size) throw uploadIncomplete(upload.offset, upload.size);
      const sha256 = found.record.complete ?? (await this.#verified(place, known));
      const complete = found.record.complete
        ? found
        : await place.sets.complete(id, found, { sha256, size: upload.size });
      if (!complete) continue;
      if (!(await place.sets.publish(id, sha256, upload.size))) throw uploadNotFound();
      await this.#done(place, id, complete);
      this.#hashes.forget(id);
      return { sha256, size: upload.size };
    }
  }

  async abandon(namespace: string, id: string): Promise<void> {
    if (!isUploadId(id)) return;
    const { sets } = await this.place(namespace);
    this.#hashes.forget(id);
    await sets.end(id, await sets.records.read(id));
  }

  async #find({ sets }: Place, id: string): Promise<Known | undefined> {
    if (!isUploadId(id)) return undefined;
    const [found, last] = await Promise.all([sets.records.read(id), sets.last(id)]);
    if (!found) return undefined;
    return { found, upload: uploadOf(id, found, last), seq: last?.seq ?? 0 };
  }

  async #existing(place: Place, id: string): Promise<Known> {
    const known = await this.#find(place, id);
    if (!known) throw uploadNotFound();
    return known;
  }

  async #overtaken(place: Place, id: string, offset: number): Promise<DomainError> {
    return (await this.#find(place, id)) ? offsetConflict(offset) : uploadNotFound();
  }

  /** Digest of all chunks. Other bytes than announced end the upload. */
  async #verified(place: Place, { upload, seq }: Known): Promise<string> {
    const { id, size, sha256 } = upload;
    const found = await this.#digest(place, id, { size, last: seq });
    if (sha256 === undefined || sha256 === found) return found;
    await place.sets.end(id, await place.sets.records.read(id));
    throw digestMismatch(found, sha256);
  }

  async #digest(
    { bucket }: Place,
    id: string,
    { size, last }: { size: number; last: number },
  ): Promise<string> {
    const known = this.#hashes.at(id, size);
    if (known) return known.digest('hex');
    const hash = createHash('sha256');
    const all = readChunks(bucket, { chunks: id, size, first: 1, last }, { offset: 0, length: size });
    for await (const chunk of all) hash.update(chunk as Buffer);
    return hash.digest('hex');
  }

  async #done({ sets }: Place, id: string, { seq, record }: FoundRecord): Promise<void> {
    try {
      await sets.records.write(id, { ...record, done: true }, seq);
    } catch (error) {
      // Another finished it too, or it was abandoned after it was complete: the blob stands either way.
      if (!(error instanceof Overtaken)) throw error;
    }
  }
}

const uploadOf = (id: string, { at, record }: FoundRecord, last: Stored | undefined): Upload => {
  const { complete, done, put: _, size = 0, ...rest } = record;
  const latest = Math.max(at.getTime(), last?.at.getTime() ?? 0);
  return {
    ...rest,
    id,
    size,
    offset: complete === undefined ? (last?.end ?? 0) : size,
    expiresAt: new Date(latest + graceMs),
    ...(done && complete !== undefined ? { blob: { sha256: complete, size } } : {}),
  };
};
