import { createHash } from 'node:crypto';
import { commonErrors } from '@tutti/contracts/common';
import { transaction, upsertMany } from '@tutti/database';
import { DomainError, type Clock } from '@tutti/kernel';
import { LessThan, type DataSource } from 'typeorm';
import { signInAttemptTable } from './sign-in-attempt.table';

/** So many may fail before the waiting begins: typing errors cost nobody anything. */
const free = 5;
/** At once and in one replica; without a bound the failures would be counted too late. */
const maxRunning = 16;
const longestWaitMs = 60_000;
const forgetAfterMs = 15 * 60_000;

const waitAfter = (failures: number): number =>
  failures < free ? 0 : Math.min(longestWaitMs, 1000 * 2 ** (failures - free));

const refuse = (milliseconds: number): never => {
  const retryAfterSeconds = Math.ceil(milliseconds / 1000);
  throw new DomainError(commonErrors['request.rate-limited'], {
    detail: `Too many failed attempts. Try again in ${retryAfterSeconds} s.`,
    params: { retryAfterSeconds },
  });
};

/**
 * Makes guessing slow: after a few failures the wait doubles up to a minute. Nobody is ever locked out, and where the key
 * holds the address, nobody makes others wait. All replicas count together.
 */
export class SignInLimiter {
  private readonly running = new Map<string, number>();

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Runs one attempt, which failed when it answers `undefined`. Throws `request.rate-limited` instead while it is too early. */
  async attempt<T>(key: string, check: () => Promise<T | undefined>): Promise<T | undefined> {
    const id = createHash('sha256').update(key).digest('hex');
    this.enter(id);
    try {
      const hadFailed = await this.assertNotTooEarly(id);
      const result = await check();
      if (result === undefined) await this.failed(id);
      else if (hadFailed) await this.forgive(id);
      return result;
    } finally {
      this.leave(id);
    }
  }

  private enter(id: string): void {
    const running = this.running.get(id) ?? 0;
    if (running >= maxRunning) refuse(1000);
    this.running.set(id, running + 1);
  }

  private leave(id: string): void {
    const running = (this.running.get(id) ?? 1) - 1;
    if (running === 0) this.running.delete(id);
    else this.running.set(id, running);
  }

  private async assertNotTooEarly(id: string): Promise<boolean> {
    const row = await this.database.manager.findOneBy(signInAttemptTable, { id });
    const now = this.now();
    if (row && row.nextAt > now) refuse(row.nextAt - now);
    return row !== null;
  }

  private async failed(id: string): Promise<void> {
    const now = this.now();
    await transaction(this.database, async (manager) => {
      await manager.delete(signInAttemptTable, { lastAt: LessThan(now - forgetAfterMs + 1) });
      const row = await manager.findOneBy(signInAttemptTable, { id });
      const failures = (row?.failures ?? 0) + 1;
      const next = { id, failures, nextAt: now + waitAfter(failures), lastAt: now };
      await upsertMany(manager, signInAttemptTable, [next], ['id']);
    });
  }

  private async forgive(id: string): Promise<void> {
    await transaction(this.database, (manager) => manager.delete(signInAttemptTable, { id }));
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}
