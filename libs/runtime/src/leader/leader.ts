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
  /** How long a dead replica's work lies still: 10 s when absent. */
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
  readonly #leaseMs: number;
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
    this.#backoff = options.backoff ?? exponentialBackoff();
    this.#lease = new Lease({ database, name: work.name, holder, clock, durationMs: this.#leaseMs });
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
  async resume(): Promise<void> {
    if (this.#phase !== 'stopped' || this.#stopping.signal.aborted) return;
    await this.#running;
    this.#phase = 'idle';
    this.#running = this.#run();
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
    while (!signal.aborted && this.#phase !== 'stopped') {
      const { rings } = this.#nudged;
      const restMs = await this.#turn().catch((error: unknown) => this.#failed(error));
      await this.#nudged.wait(restMs, signal, rings);
    }
  }

  /** Answers with the milliseconds until the next one. */
  async #turn(): Promise<number> {
    if ((await this.#isWanted()) && (await this.#lease.acquire())) {
      await this.#lead();
      return REST_MS;
    }
    await this.#work.follow();
    this.#phase = 'following';
    this.#succeeded();
    return this.#options.pollMs ?? 1000;
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

  async #renew(term: AbortController): Promise<void> {
    const signal = AbortSignal.any([this.#stopping.signal, term.signal]);
    let deadline = performance.now() + this.#leaseMs;
    for (;;) {
      await pause(this.#leaseMs / 3, signal);
      if (signal.aborted) return;
      try {
        if (!(await this.#lease.acquire())) return term.abort();
        deadline = performance.now() + this.#leaseMs;
      } catch (error) {
        this.#warn(error, 'The lease could not be renewed');
        if (performance.now() > deadline) return term.abort();
      }
    }
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
