import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

const perReader = 32;
const inAll = 1000;

/** How many streams are open: each holds a socket and a queue, so there is a bound for one reader and for all. */
export class StreamSeats {
  private readonly taken = new Map<string, number>();
  private total = 0;

  /** Throws `request.rate-limited` when there is none left; the answer gives it back. */
  take(reader: string): () => void {
    const own = this.taken.get(reader) ?? 0;
    if (own >= perReader || this.total >= inAll)
      throw new DomainError(commonErrors['request.rate-limited'], {
        detail: 'Too many event streams are open. Close one of them.',
        params: { retryAfterSeconds: 10 },
      });
    this.taken.set(reader, own + 1);
    this.total++;
    return () => this.giveBack(reader);
  }

  private giveBack(reader: string): void {
    const left = (this.taken.get(reader) ?? 1) - 1;
    if (left === 0) this.taken.delete(reader);
    else this.taken.set(reader, left);
    this.total--;
  }
}
