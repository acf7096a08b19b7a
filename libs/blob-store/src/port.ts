import type { Readable } from 'node:stream';

export interface PutOptions {
  /** Expected digest, lower-case hex. Other bytes are refused (`blob.digest-mismatch`) and leave nothing behind. */
  readonly sha256?: string;
  /** One byte more is refused (`blob.too-large`). */
  readonly maxBytes: number;
}

export interface StoredBlob {
  readonly sha256: string;
  readonly size: number;
}

export interface BlobInfo extends StoredBlob {
  /** When it was last put or touched: unreferenced blobs are kept for a grace after it. */
  readonly markedAt: Date;
}

export interface OpenBlob {
  readonly stream: Readable;
  readonly size: number;
}

export interface SweepOptions {
  /** Only blobs marked before it are deleted (now minus the grace, 24 h say). */
  readonly olderThan: Date;
  readonly isReferenced: (sha256: string) => boolean | Promise<boolean>;
}

/** Bytes by digest. Each context owns one namespace (`[a-z-]+`). Every refusal is a `DomainError` of `blobErrors`. */
export interface BlobStore {
  /** Stores all bytes or nothing. Putting known bytes again refreshes their mark. */
  put(
    namespace: string,
    content: AsyncIterable<Uint8Array> | Uint8Array,
    options: PutOptions,
  ): Promise<StoredBlob>;
  /** The caller reads or destroys the stream. */
  open(namespace: string, sha256: string): Promise<OpenBlob | undefined>;
  has(namespace: string, sha256: string): Promise<boolean>;
  /** Refreshes the mark; false when there is no such blob. */
  touch(namespace: string, sha256: string): Promise<boolean>;
  delete(namespace: string, sha256: string): Promise<void>;
  list(namespace: string): AsyncIterable<BlobInfo>;
  /** Deletes old blobs that nothing refers to; answers how many. Safe beside concurrent `put` and `touch`. */
  sweep(namespace: string, options: SweepOptions): Promise<number>;
}
