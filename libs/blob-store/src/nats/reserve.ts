import { DomainError } from '@tutti/kernel';
import { blobErrors } from '../blob-errors';
import { type Bucket, Overtaken } from './bucket';

/** Notes replace notes: room for a few of them is enough for all. */
const reserveBytes = 64 * 1024;

export const isFull = (error: unknown): boolean =>
  error instanceof DomainError && error.code === blobErrors['blob.storage-full'].code;

/** Room that a full bucket still has for notes: a chunk of no blob, given up when there is no other. */
export class Reserve {
  readonly #subject: string;

  constructor(private readonly bucket: Bucket) {
    this.#subject = bucket.subject('C', 'reserve');
  }

  /**
   * Sees that there is one, if there is room; written anew each time, for an old message would keep what lies behind it in
   * the store's files, from where a server that crashes brings it back.
   */
  async keep(): Promise<void> {
    const expected = (await this.bucket.last(this.#subject))?.seq ?? 0;
    try {
      await this.bucket.publish(this.#subject, new Uint8Array(reserveBytes), { expected, replace: true });
    } catch (error) {
      if (!isFull(error) && !(error instanceof Overtaken)) throw error;
    }
  }

  /** Does what needs a little room, if need be at the cost of the reserve. */
  async spending<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isFull(error) || !(await this.bucket.last(this.#subject))) throw error;
      await this.bucket.purge(this.#subject);
      return work();
    }
  }
}
