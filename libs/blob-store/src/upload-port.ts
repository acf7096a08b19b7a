import type { Content, StoredBlob } from './port';

export interface NewUpload {
  /** Who may continue it; the store does not judge by it. */
  readonly owner: string;
  readonly size: number;
  /** Expected digest of the whole. */
  readonly sha256?: string;
  /** What the owner says about the bytes: a file name, say. At most 4 KiB. */
  readonly metadata?: Readonly<Record<string, string>>;
}

export interface Upload extends NewUpload {
  readonly id: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** Bytes that are stored for good: the upload continues here, whatever died meanwhile. */
  readonly offset: number;
  /** A sweep after it forgets the upload; new bytes move it on. */
  readonly expiresAt: Date;
  /** What it became, once it is finished. */
  readonly blob?: StoredBlob;
}

/** A verified append is held in memory: 4 MiB. */
export const maxVerifiedBytes = 4 * 1024 * 1024;

export interface Append {
  /** Where the upload stands. */
  readonly offset: number;
  readonly content: Content;
  /**
   * Digest of these bytes, `maxVerifiedBytes` at most: others are refused (`blob.digest-mismatch`), and when the content
   * breaks off nothing of it is kept.
   */
  readonly sha256?: string;
}

/** Uploads that survive cuts and killed processes. Any replica continues any upload. */
export interface BlobUploads {
  begin(namespace: string, upload: NewUpload): Promise<Upload>;
  /** `undefined`: never begun, abandoned or expired. */
  state(namespace: string, id: string): Promise<Upload | undefined>;
  /**
   * Adds bytes at `offset` and answers with the new state. When the content breaks off, what came is kept and the error
   * goes on to the caller. Throws `upload.not-found`, `upload.offset-conflict` (the upload is not at `offset`, or somebody
   * else continued it meanwhile: ask for its state), `blob.too-large` beyond its size.
   */
  append(namespace: string, id: string, append: Append): Promise<Upload>;
  /**
   * Makes the blob of a complete upload; again: answers with the same. Throws `upload.not-found`, `upload.incomplete`,
   * and `blob.digest-mismatch`, which abandons it.
   */
  finish(namespace: string, id: string): Promise<StoredBlob>;
  /** Forgets an upload and its bytes, not what it became; none is no error. */
  abandon(namespace: string, id: string): Promise<void>;
}
