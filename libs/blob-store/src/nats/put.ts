import { createHash, randomUUID } from 'node:crypto';
import { DomainError } from '@tutti/kernel';
import { blobErrors } from '../blob-errors';
import type { PutOptions, StoredBlob } from '../port';
import { digestMismatch, sizeMismatch, tooLarge } from '../refusals';
import { Overtaken } from './bucket';
import type { ChunkSets } from './chunk-sets';
import { ChunkWriter, chunkBytes, inFullChunks } from './chunks';
import type { Metas } from './metas';
import type { Place } from './nats-uploads';
import type { Reserve } from './reserve';
import type { UploadRecord } from './upload-records';

export interface NatsPlace extends Place {
  readonly metas: Metas;
  readonly reserve: Reserve;
}

/** Passes content on, measures it, and fails at its end when it is not what was announced. */
const measured = (content: AsyncIterable<Uint8Array>, { maxBytes, sha256, size }: PutOptions) => {
  const hash = createHash('sha256');
  const found = { sha256: '', size: 0 };
  async function* chunks(): AsyncIterable<Uint8Array> {
    for await (const chunk of content) {
      found.size += chunk.byteLength;
      if (found.size > maxBytes) throw tooLarge(maxBytes);
      hash.update(chunk);
      yield chunk;
    }
    found.sha256 = hash.digest('hex');
    if (size !== undefined && size !== found.size) throw sizeMismatch(found.size, size);
    if (sha256 !== undefined && sha256 !== found.sha256) throw digestMismatch(found.sha256, sha256);
  }
  return { chunks: inFullChunks(chunks()), found };
};

const announcement: UploadRecord = { owner: '', metadata: {}, put: true };

/** Bytes of one chunk: their digest is known before anything is written. */
const putSmall = async (
  { bucket, metas, sets }: NatsPlace,
  chunk: Uint8Array,
  blob: StoredBlob,
): Promise<void> => {
  if (await metas.want(blob.sha256)) return;
  const id = randomUUID();
  const writer = new ChunkWriter(bucket, id);
  const record = { ...announcement, size: blob.size, complete: blob.sha256 };
  try {
    // One after the other on one connection: no chunk is stored without its record.
    const announced = sets.records.write(id, record, 0);
    const written = chunk.byteLength === 0 ? Promise.resolve() : writer.write(chunk);
    await Promise.allSettled([announced, written]);
    const [seq] = await Promise.all([announced, written]);
    await sets.give({ ...blob, chunks: id, first: writer.first, last: writer.seq });
    await bucket.remove(seq);
  } catch (error) {
    await drop(sets, id);
    throw error;
  }
};

/** What could not be stored is dropped at once if possible, else by a sweep. */
const drop = async (sets: ChunkSets, id: string): Promise<void> => {
  try {
    await sets.end(id, await sets.records.read(id));
  } catch {
    // The first error is the one to tell.
  }
};

const tookTooLong = (cause: Overtaken): DomainError =>
  new DomainError(blobErrors['blob.storage-unavailable'], {
    detail: 'It stood still for a day and was given up. Send it again.',
    cause,
  });

/** The next chunk is read while the one before it is stored. */
const putLarge = async (
  { bucket, sets }: NatsPlace,
  chunks: AsyncIterable<Uint8Array>,
  found: StoredBlob,
): Promise<void> => {
  const id = randomUUID();
  const writer = new ChunkWriter(bucket, id);
  let writing = Promise.resolve();
  try {
    const seq = await sets.records.write(id, announcement, 0);
    for await (const chunk of chunks) {
      await writing;
      writing = writer.write(chunk);
      writing.catch(() => undefined);
    }
    await writing;
    const announced = { seq, record: announcement, at: new Date() };
    const complete = await sets.complete(id, announced, found);
    if (!complete) throw new Overtaken('A sweep took the record away.');
    await sets.give({ ...found, chunks: id, first: writer.first, last: writer.seq });
    await bucket.remove(complete.seq);
  } catch (error) {
    await Promise.allSettled([writing]);
    await drop(sets, id);
    throw error instanceof Overtaken ? tookTooLong(error) : error;
  }
};

async function* after(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

export const putContent = async (
  place: NatsPlace,
  content: AsyncIterable<Uint8Array>,
  options: PutOptions,
): Promise<StoredBlob> => {
  const { chunks, found } = measured(content, options);
  const rest = chunks[Symbol.asyncIterator]();
  const first = await rest.next();
  if (!first.done && first.value.byteLength === chunkBytes)
    await putLarge(place, after(first.value, rest), found);
  else {
    // Nothing follows, but the check of what came.
    await rest.next();
    await putSmall(place, first.done ? Buffer.of() : first.value, found);
  }
  return { ...found };
};
