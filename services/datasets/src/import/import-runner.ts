import type { Clock } from '@tutti/kernel';
import { Bell, exponentialBackoff, type LedWork, type Logger, type Term } from '@tutti/runtime';
import { ImportRun, type Ended, type RunParts } from './import-run';
import type { ImportEnder } from './import-ender';
import type { ImportJobRow } from './import-job.table';
import { deadly, isPassing, mostTries, outcomeOf, type Outcome } from './import-outcome';

interface RunnerParts extends RunParts {
  readonly ender: ImportEnder;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Brings rows and log together. */
  readonly adopt: () => Promise<void>;
  /** An open import that nobody has sent a picture to for so long is finished. */
  readonly idleMs: number;
}

/** Pictures are taken by all cores for one import already; a second one goes on while the first reads its labels. */
const mostAtOnce = 2;
const lookEveryMs = 1000;
const adoptEveryMs = 30_000;

interface Work {
  readonly done: Promise<void>;
  /** Ends it before its time. */
  readonly stop: AbortController;
}

interface Trouble {
  readonly tries: number;
  /** Errors in a row, at one place, that nobody foresaw. */
  readonly unforeseen: number;
  readonly place: string | null;
  readonly until: number;
}

/** Does the work of imports, on one replica. Each goes on from its row, whoever worked on it before. */
export class ImportRunner implements LedWork {
  readonly name = 'imports';
  readonly #bell = new Bell();
  readonly #working = new Map<string, Work>();
  readonly #troubles = new Map<string, Trouble>();
  readonly #backoff = exponentialBackoff();
  #overtaken = new AbortController();
  #adopted = Number.NEGATIVE_INFINITY;

  constructor(private readonly parts: RunnerParts) {}

  /** Looks at once whether there is something to do. */
  wake(): void {
    this.#bell.ring();
  }

  /** Ends where another replica took work up: two that believe they lead would take it from each other for ever. */
  async lead({ signal: term, succeeded }: Term): Promise<void> {
    this.#adopted = Number.NEGATIVE_INFINITY;
    this.#overtaken = new AbortController();
    const signal = AbortSignal.any([term, this.#overtaken.signal]);
    while (!signal.aborted) {
      const { rings } = this.#bell;
      try {
        await this.#pass(signal);
        succeeded();
      } catch (error) {
        if (!signal.aborted) this.parts.logger.error({ err: error }, 'Imports could not be looked after');
      }
      await this.#bell.wait(lookEveryMs, signal, rings);
    }
    await Promise.allSettled([...this.#working.values()].map(({ done }) => done));
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async #pass(signal: AbortSignal): Promise<void> {
    const { jobs, clock, idleMs } = this.parts;
    await this.#guarded(undefined, () => this.#adopt());
    for (const job of await jobs.idle(clock.now().getTime() - idleMs))
      await this.#guarded(job, () => this.#end(job, { kind: 'finished' }));
    const running = await jobs.running(['archive', 'devices']);
    const tries = new Map(running.map((job) => [job.id, job.tries]));
    for (const job of running) {
      if (job.cancelledBy !== null) this.#working.get(job.id)?.stop.abort();
      if (signal.aborted || this.#working.has(job.id) || !this.#mayBegin(job, tries)) continue;
      this.#begin(job, signal);
      tries.set(job.id, job.tries + 1);
    }
  }

  /**
   * To end one that was cancelled takes no place. One whose work ended before it came on, maybe with its process, has
   * nobody beside it until it comes on: it would take them along.
   */
  #mayBegin(job: ImportJobRow, tries: ReadonlyMap<string, number>): boolean {
    if (job.cancelledBy !== null) return true;
    if (this.#working.size >= mostAtOnce || !this.#isDue(job)) return false;
    const mostOfOthers = job.tries > 0 ? 0 : 1;
    return [...this.#working.keys()].every((id) => (tries.get(id) ?? 0) <= mostOfOthers);
  }

  /** One that cannot be looked after keeps no other one back. */
  async #guarded(job: ImportJobRow | undefined, work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      this.parts.logger.error({ importId: job?.id, err: error }, 'Imports could not be looked after');
    });
  }

  #begin(job: ImportJobRow, signal: AbortSignal): void {
    const stop = new AbortController();
    const done = this.#work(job, AbortSignal.any([signal, stop.signal])).finally(() => {
      this.#working.delete(job.id);
      this.wake();
    });
    this.#working.set(job.id, { done, stop });
  }

  async #adopt(): Promise<void> {
    if (performance.now() - this.#adopted < adoptEveryMs) return;
    this.#adopted = performance.now();
    await this.parts.adopt();
  }

  async #work(job: ImportJobRow, signal: AbortSignal): Promise<void> {
    const { id } = job;
    const { jobs, logger } = this.parts;
    try {
      const mine = await jobs.takeUp(job);
      if (!mine) return;
      if (job.tries >= mostTries) {
        await this.#end(mine, deadly);
        return;
      }
      const ended = await new ImportRun(this.parts, mine, signal).work().finally(() => jobs.cameOn(mine));
      await this.#conclude(id, ended);
      this.#troubles.delete(id);
    } catch (error) {
      await this.#failed(id, error).catch((worse: unknown) => {
        logger.error({ importId: id, err: worse }, 'An import could not be ended; trying again');
      });
    }
  }

  async #conclude(id: string, ended: Ended): Promise<void> {
    if (ended === 'stopped') return this.#overtaken.abort();
    // As it is now: its counts are the last that were noted.
    const job = await this.parts.jobs.find(id);
    if (job?.state === 'running') await this.#end(job, { kind: ended });
  }

  async #failed(id: string, error: unknown): Promise<void> {
    const { jobs, logger } = this.parts;
    const job = await jobs.find(id);
    const { tries, unforeseen } = this.#noteTrouble(id, job?.place ?? null, error);
    const outcome = outcomeOf(error, unforeseen);
    logger[outcome ? 'info' : 'warn']({ importId: id, err: error, tries }, 'An import met an error');
    if (!outcome) return;
    if (job?.state !== 'running') return;
    await this.#end(job, outcome);
    this.#troubles.delete(id);
  }

  #noteTrouble(id: string, place: string | null, error: unknown): Trouble {
    const before = this.#troubles.get(id);
    const tries = (before?.tries ?? 0) + 1;
    const unforeseen = (before?.place === place ? before.unforeseen : 0) + (isPassing(error) ? 0 : 1);
    const until = this.parts.clock.now().getTime() + this.#backoff(tries);
    const trouble = { tries, unforeseen, place, until };
    this.#troubles.set(id, trouble);
    return trouble;
  }

  async #end(job: ImportJobRow, outcome: Outcome): Promise<void> {
    const authId = job.cancelledBy ?? job.startedBy ?? 'system';
    await this.parts.ender.end(job, outcome, { correlationId: job.id, authId });
  }

  #isDue({ id }: ImportJobRow): boolean {
    return (this.#troubles.get(id)?.until ?? 0) <= this.parts.clock.now().getTime();
  }
}
