import type { Clock } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { exponentialBackoff, type Backoff } from '../support/backoff';
import { Fenced, Halted, messageOf } from '../support/errors';
import type { Logger } from '../support/logger';
import { Bell, pause } from '../support/wait';
import { Lease } from './lease';
import { troubleOf, type Trouble } from './trouble';

export interface LeaderOptions {
  readonly database: DataSource;
  /** Unique among the running replicas of the service; one that survives restarts takes over its own lease at once. */
  readonly replicaId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What leases are measured with, in milliseconds that only grow: `performance.now()` when absent. */
  readonly steady?: () => number;
  /** How long a dead replica's work lies still: 10 s when absent. The same for all replicas. */
  readonly leaseMs?: number;
  /** How often a replica without the lease looks again: 1 s when absent. */
  readonly pollMs?: number;
  /** Between failures. */
  readonly backoff?: Backoff;
}

/** One stretch of time in which this replica holds the lease. */
export interface Term {
  /** Aborts when the lease is lost or the runner stops. */
  readonly signal: AbortSignal;
  /** The work goes well again. */
  readonly succeeded: () => void;
}

export interface LedWork {
  readonly name: string;
  /** Works until the signal; whatever it throws is retried, except `Halted`. */
  lead(term: Term): Promise<void>;
  /** Whether there is anything to lead now; there always is when absent. */
  isWanted?(): Promise<boolean>;
  /** Whether what halted it is no more, e.g. because a person answered another replica; never when absent. */
  isMended?(): Promise<boolean>;
  /** Called now and then while another replica leads, or nothing is wanted. */
  follow(): Promise<void>;
}

/** After a term that ended without an error. */
const REST_MS = 10;

export type LeaderPhase = 'idle' | 'following' | 'leading' | 'failing' | 'stopped';

/** Keeps one piece of work going on exactly one replica, as far as a lease can promise that. */
export class Leader {
  readonly #work: LedWork;
  readonly #options: LeaderOptions;
  readonly #lease: Lease;
  readonly #steady: () => number;
  readonly #leaseMs: number;
  readonly #pollMs: number;
  readonly #backoff: Backoff;
  readonly #stopping = new AbortController();
  readonly #nudged = new Bell();
  #term = new AbortController();
  #running: Promise<void> | undefined;
  #failures = 0;
  #phase: LeaderPhase = 'idle';
  #error: unknown = null;

  constructor(work: LedWork, options: LeaderOptions) {
    const { database, clock, replicaId: holder } = options;
    this.#work = work;
    this.#options = options;
    this.#leaseMs = options.leaseMs ?? 10_000;
    this.#pollMs = options.pollMs ?? 1000;
    this.#backoff = options.backoff ?? exponentialBackoff();
    const steady = (this.#steady = options.steady ?? (() => performance.now()));
    this.#lease = new Lease({ database, name: work.name, holder, clock, steady, durationMs: this.#leaseMs });
  }

  get phase(): LeaderPhase {
    return this.#phase;
  }

  get error(): string | null {
    return this.#error === null ? null : messageOf(this.#error);
  }

  get trouble(): Trouble | null {
    return troubleOf(this.#error);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Goes on after it was halted. */
  resume(): void {
    if (this.#phase !== 'stopped' || this.#stopping.signal.aborted) return;
    this.#phase = 'idle';
    this.nudge();
  }

  /** Looks at once whether there is something to do. */
  nudge(): void {
    this.#nudged.ring();
  }

  /** Ends a term that goes on: the next one begins from what is stored. */
  renew(): void {
    this.#term.abort();
    this.nudge();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#phase = 'stopped';
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const { rings } = this.#nudged;
      const restMs = await this.#turn().catch((error: unknown) => this.#failed(error));
      await this.#nudged.wait(restMs, signal, rings);
    }
  }

  /** Answers with the milliseconds until the next one. */
  async #turn(): Promise<number> {
    if (this.#phase === 'stopped' && !(await this.#isMended())) return this.#pollMs;
    if ((await this.#isWanted()) && (await this.#lease.acquire())) {
      await this.#lead();
      return REST_MS;
    }
    await this.#work.follow();
    this.#phase = 'following';
    this.#succeeded();
    return this.#pollMs;
  }

  async #isMended(): Promise<boolean> {
    const mended = (await this.#work.isMended?.().catch(() => false)) ?? false;
    if (mended) this.#phase = 'idle';
    return mended || this.#phase !== 'stopped';
  }

  async #isWanted(): Promise<boolean> {
    return (await this.#work.isWanted?.()) ?? true;
  }

  async #lead(): Promise<void> {
    const term = (this.#term = new AbortController());
    const signal = AbortSignal.any([this.#stopping.signal, term.signal]);
    const renewing = this.#renew(term);
    this.#phase = 'leading';
    try {
      await this.#work.lead({ signal, succeeded: () => this.#succeeded() });
    } finally {
      term.abort();
      await renewing;
      await this.#lease.release().catch((error: unknown) => this.#warn(error, 'The lease was not released'));
    }
  }

  /** However the database fares, even when it says nothing at all: the term ends before another replica may begin one. */
  async #renew(term: AbortController): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, term.signal]);
    const expire = (): NodeJS.Timeout =>
      setTimeout(() => term.abort(), Math.max(0, this.#lease.heldUntil - this.#steady()));
    let expiry = expire();
    for (;;) {
      await pause(this.#leaseMs / 3, signal);
      if (signal.aborted) break;
      try {
        if (!(await this.#lease.acquire())) term.abort();
        clearTimeout(expiry);
        expiry = expire();
      } catch (error) {
        this.#warn(error, 'The lease could not be renewed');
      }
    }
    clearTimeout(expiry);
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#error = null;
    if (this.#phase === 'failing') this.#phase = 'leading';
  }

  #failed(error: unknown): number {
    if (error instanceof Fenced) {
      this.#options.logger.debug({ name: this.#work.name }, error.message);
      return REST_MS;
    }
    this.#error = error;
    this.#phase = error instanceof Halted ? 'stopped' : 'failing';
    this.#options.logger.error({ name: this.#work.name, err: error }, 'The runner failed');
    this.#failures += 1;
    return this.#backoff(this.#failures);
  }

  #warn(error: unknown, message: string): void {
    this.#options.logger.warn({ name: this.#work.name, err: error }, message);
  }
}
