import type { Readable } from 'node:stream';
import type { BlobUploads } from './upload-port';

export type Content = AsyncIterable<Uint8Array> | Uint8Array;

export interface PutOptions {
  /** Expected digest, lower-case hex. Other bytes are refused (`blob.digest-mismatch`) and leave nothing behind. */
  readonly sha256?: string;
  /** Expected number of bytes; another is refused (`blob.size-mismatch`) and leaves nothing behind. */
  readonly size?: number;
  /** One byte more is refused (`blob.too-large`). */
  readonly maxBytes: number;
}

export interface StoredBlob {
  readonly sha256: string;
  readonly size: number;
}

export interface BlobInfo extends StoredBlob {
  /** Since when sweeps have seen it without a reference; it goes a grace after that. */
  readonly condemnedAt?: Date;
}

/** Bytes from `offset` on, `length` of them or all that follow. */
export interface ByteRange {
  readonly offset: number;
  readonly length?: number;
}

export interface OpenBlob {
  /** The bytes of the range; the caller reads or destroys it. */
  readonly stream: Readable;
  /** Of the whole blob. */
  readonly size: number;
  /** What the stream gives: cut off at the blob's end. */
  readonly range: Required<ByteRange>;
}

export interface SweepOptions {
  readonly now: Date;
  /** Which of these digests (one at least, 500 at most) something refers to. Asked as late as possible. */
  readonly referenced: (digests: readonly string[]) => Promise<Iterable<string>>;
}

export interface Swept {
  /** Seen without a reference for the first time. */
  readonly condemned: number;
  readonly deleted: number;
  /** Uploads that nobody continued or collected, with their bytes. */
  readonly expired: number;
}

/** How long a blob stays after a sweep has found it without a reference, and an upload after its last bytes. */
export const graceMs = 24 * 3_600_000;

/**
 * Bytes by digest. Each context owns one namespace (`[a-z-]+`). Every refusal is a `DomainError` of `blobErrors`.
 *
 * Whoever wants to refer to a blob puts or touches it first and keeps the reference within the grace: then no sweep,
 * of whatever replica, takes it away in between.
 */
export interface BlobStore {
  /** Larger bytes, in pieces, over several requests. */
  readonly uploads: BlobUploads;
  /** Stores all bytes or nothing, computing their digest as they come. Known bytes are wanted again from now. */
  put(namespace: string, content: Content, options: PutOptions): Promise<StoredBlob>;
  /** The blob, or a range of it; `undefined` when there is none. Throws `blob.range-invalid` for one that begins behind its end. */
  open(namespace: string, sha256: string, range?: ByteRange): Promise<OpenBlob | undefined>;
  /** What is known of it; `undefined` when there is none. */
  stat(namespace: string, sha256: string): Promise<BlobInfo | undefined>;
  /** Says that it is wanted, so that it stays a grace at least; false when there is no such blob. */
  touch(namespace: string, sha256: string): Promise<boolean>;
  /** All blobs, in no order. One that changes meanwhile may come twice. */
  list(namespace: string): AsyncIterable<BlobInfo>;
  /**
   * Condemns what nothing refers to, deletes what was condemned a grace ago and still is, and forgets expired uploads.
   * Safe beside everything else, other sweeps too: what was acknowledged since is not deleted.
   */
  sweep(namespace: string, options: SweepOptions): Promise<Swept>;
}
