import { insertNew, transaction } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { leaseTable, type LeaseRow } from './lease.table';

export interface LeaseOptions {
  readonly database: DataSource;
  readonly name: string;
  /** Unique among the running replicas. One that stays the same over restarts takes its lease up again at once. */
  readonly holder: string;
  readonly clock: Clock;
  /** Milliseconds that only grow and that nobody sets, e.g. `performance.now()`. */
  readonly steady: () => number;
  readonly durationMs: number;
}

/**
 * The right to work on one projection or process, for a while. Clocks of replicas are apart, so nobody compares times:
 * a renewal changes the row, and who has seen it unchanged for the whole term by its own steady time takes it over. The
 * holder counts from before it renewed, the others from after they saw that: it ends for the holder first.
 */
export class Lease {
  readonly #options: LeaseOptions;
  #seen: { readonly row: LeaseRow; readonly since: number } | undefined;
  #heldUntil = 0;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** By the steady time: from then on another replica may have it. */
  get heldUntil(): number {
    return this.#heldUntil;
  }

  /** Takes or renews it; false when another replica holds it. */
  async acquire(): Promise<boolean> {
    const { database, name, holder, steady, durationMs } = this.#options;
    const began = steady();
    const row = await database.manager.findOneBy(leaseTable, { name });
    if (row && row.holder !== holder && !this.#isAbandoned(row)) return false;
    const mine = { name, holder, until: this.#nextUntil(row) };
    const isMine = await transaction(database, async (manager) => {
      if (!row) return insertNew(manager, leaseTable, mine);
      return (await manager.update(leaseTable, { ...row }, mine)).affected === 1;
    });
    if (isMine) this.#heldUntil = began + durationMs;
    return isMine;
  }

  /** Lets another replica have it at once. */
  async release(): Promise<void> {
    const { database, name, holder } = this.#options;
    await transaction(database, (manager) => manager.delete(leaseTable, { name, holder }));
  }

  #isAbandoned(row: LeaseRow): boolean {
    const now = this.#options.steady();
    if (this.#seen?.row.holder !== row.holder || this.#seen.row.until !== row.until)
      this.#seen = { row, since: now };
    return now - this.#seen.since >= this.#options.durationMs;
  }

  /** Another one than the row has, also where the clock stands still. */
  #nextUntil(row: LeaseRow | null): number {
    const { clock, durationMs } = this.#options;
    const until = clock.now().getTime() + durationMs;
    return until === row?.until ? until + 1 : until;
  }
}
