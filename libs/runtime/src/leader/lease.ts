import { insertNew, transaction } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { leaseTable } from './lease.table';

export interface LeaseOptions {
  readonly database: DataSource;
  readonly name: string;
  /** Unique among the running replicas. One that stays the same over restarts takes its lease up again at once. */
  readonly holder: string;
  readonly clock: Clock;
  readonly durationMs: number;
}

/** The right to work on one projection or process, for a while. */
export class Lease {
  readonly #options: LeaseOptions;

  constructor(options: LeaseOptions) {
    this.#options = options;
  }

  /** Takes or renews it; false when another replica holds it. */
  async acquire(): Promise<boolean> {
    const { database, name, holder, clock, durationMs } = this.#options;
    const now = clock.now().getTime();
    const seen = await database.manager.findOneBy(leaseTable, { name });
    if (seen && seen.holder !== holder && seen.until > now) return false;
    const mine = { name, holder, until: now + durationMs };
    return transaction(database, async (manager) => {
      const { affected } = await manager
        .createQueryBuilder()
        .update(leaseTable)
        .set(mine)
        .where('name = :name AND (holder = :holder OR held_until <= :now)', { name, holder, now })
        .execute();
      return affected === 1 || insertNew(manager, leaseTable, mine);
    });
  }

  /** Lets another replica have it at once. */
  async release(): Promise<void> {
    const { database, name, holder } = this.#options;
    await transaction(database, (manager) => manager.delete(leaseTable, { name, holder }));
  }
}
