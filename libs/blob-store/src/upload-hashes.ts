import { createHash, type Hash } from 'node:crypto';

const most = 1000;

/**
 * How far uploads are hashed, so that a finished one need not be read again. Only a memory: after a restart, or when
 * another replica went on, the bytes are read.
 */
export class UploadHashes {
  readonly #known = new Map<string, { readonly offset: number; readonly hash: Hash }>();

  /** The hash of the first `offset` bytes, to be continued; `undefined` when it is not known. */
  at(id: string, offset: number): Hash | undefined {
    if (offset === 0) return createHash('sha256');
    const known = this.#known.get(id);
    return known?.offset === offset ? known.hash.copy() : undefined;
  }

  remember(id: string, offset: number, hash: Hash | undefined): void {
    this.#known.delete(id);
    if (!hash) return;
    this.#known.set(id, { offset, hash: hash.copy() });
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > most) this.#known.delete(oldest);
  }

  forget(id: string): void {
    this.#known.delete(id);
  }
}
