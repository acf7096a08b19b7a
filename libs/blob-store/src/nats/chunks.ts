import { Readable } from 'node:stream';
import { DomainError } from '@tutti/kernel';
import { blobErrors } from '../blob-errors';
import type { ByteRange } from '../port';
import type { Bucket, Stored } from './bucket';

/** A message must stay below the server's `max_payload`, 1 MB, with its headers. */
export const chunkBytes = 512 * 1024;
/** So many chunks are asked for at once: a reader holds twice as many bytes. */
const batchSize = 4;

/** Bytes on their way to a chunk of full size. */
class Filling {
  #parts: Uint8Array[] = [];
  size = 0;

  /** Gives the chunks that became full. */
  *add(bytes: Uint8Array): Iterable<Buffer> {
    for (let from = 0; from < bytes.byteLength;) {
      const part = bytes.subarray(from, from + chunkBytes - this.size);
      this.#parts.push(part);
      this.size += part.byteLength;
      from += part.byteLength;
      if (this.size === chunkBytes) yield this.drain();
    }
  }

  drain(): Buffer {
    const chunk = Buffer.concat(this.#parts);
    this.#parts = [];
    this.size = 0;
    return chunk;
  }
}

/** Content in chunks of full size but the last. When it breaks off, what came before is given first. */
export async function* inFullChunks(content: AsyncIterable<Uint8Array>): AsyncIterable<Buffer> {
  const filling = new Filling();
  let failure: { readonly error: unknown } | undefined;
  try {
    for await (const bytes of content) yield* filling.add(bytes);
  } catch (error) {
    failure = { error };
  }
  if (filling.size > 0) yield filling.drain();
  if (failure) throw failure.error;
}

/** Adds chunks to one subject, each with the expectation of being the next. */
export class ChunkWriter {
  readonly #subject: string;
  /** Sequence of the first chunk that was written here. */
  first = 0;

  constructor(
    private readonly bucket: Bucket,
    id: string,
    /** The subject's last chunk, and where it ends. */
    private at: { readonly seq: number; readonly end: number } = { seq: 0, end: 0 },
  ) {
    this.#subject = bucket.subject('C', id);
  }

  /** Everything before it is stored for good. */
  get offset(): number {
    return this.at.end;
  }

  get seq(): number {
    return this.at.seq;
  }

  /** Throws `Overtaken`. */
  async write(chunk: Uint8Array): Promise<void> {
    const end = this.at.end + chunk.byteLength;
    const seq = await this.bucket.publish(this.#subject, chunk, { expected: this.at.seq, end });
    this.first ||= seq;
    this.at = { seq, end };
  }

  discard(): Promise<void> {
    return this.bucket.purge(this.#subject);
  }
}

export interface Chunked {
  readonly chunks: string;
  readonly size: number;
  readonly first: number;
  readonly last: number;
}

const startOf = ({ end, data }: Stored): number => end - data.byteLength;

const vanished = (): DomainError =>
  new DomainError(blobErrors['blob.storage-unavailable'], {
    detail: 'The blob was deleted while it was read.',
  });

/**
 * The chunk that holds a byte. Where nothing else was written meanwhile it stands just where its share of the bytes says;
 * otherwise the search narrows from there.
 */
const chunkAt = async (bucket: Bucket, blob: Chunked, offset: number): Promise<Stored> => {
  const subject = bucket.subject('C', blob.chunks);
  let [low, high] = [blob.first, blob.last];
  let [from, to] = [0, blob.size];
  for (let n = 0; ; n++) {
    const share = n % 2 === 0 ? (offset - from) / (to - from) : 0.5;
    const guess = Math.min(high, Math.max(low, low + Math.floor(share * (high - low + 1))));
    const found = await bucket.next(subject, guess);
    if (!found || high < low) throw vanished();
    if (offset < startOf(found)) [high, to] = [guess - 1, startOf(found)];
    else if (offset >= found.end) [low, from] = [found.seq + 1, found.end];
    else return found;
  }
};

/** The next chunks. A replica that is behind does not know them yet: then the leader is asked. */
const following = async (
  bucket: Bucket,
  subject: string,
  seq: number,
  bytes: number,
): Promise<readonly Stored[]> => {
  const some = Math.min(batchSize, Math.ceil(bytes / chunkBytes));
  const found = await bucket.batch(subject, seq, some);
  if (found.length > 0) return found;
  const next = await bucket.next(subject, seq);
  if (!next) throw vanished();
  return [next];
};

/** The next are asked for while those before are read. */
async function* chunksFrom(
  bucket: Bucket,
  blob: Chunked,
  offset: number,
  end: number,
): AsyncGenerator<Stored> {
  const subject = bucket.subject('C', blob.chunks);
  let next: Promise<readonly Stored[]>;
  if (offset === 0) next = following(bucket, subject, blob.first, end);
  else next = chunkAt(bucket, blob, offset).then((chunk) => [chunk]);
  for (;;) {
    const chunks = await next;
    const last = chunks.at(-1);
    if (!last) throw vanished();
    if (last.end < end) next = following(bucket, subject, last.seq + 1, end - last.end);
    // Whoever reads may stop before it is needed.
    next.catch(() => undefined);
    yield* chunks;
    if (last.end >= end) return;
  }
}

async function* bytesOf(
  bucket: Bucket,
  blob: Chunked,
  range: Required<ByteRange>,
): AsyncGenerator<Uint8Array> {
  const end = range.offset + range.length;
  let at = range.offset;
  if (at >= end) return;
  for await (const chunk of chunksFrom(bucket, blob, at, end)) {
    const start = startOf(chunk);
    if (start > at) throw vanished();
    yield chunk.data.subarray(at - start, end - start);
    at = chunk.end;
  }
}

/** A range of a blob, chunk by chunk as it is read. */
export const readChunks = (bucket: Bucket, blob: Chunked, range: Required<ByteRange>): Readable =>
  Readable.from(bytesOf(bucket, blob, range), { objectMode: false });
