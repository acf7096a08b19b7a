import type { EventLog } from '@tutti/event-store';
import { systemErrors } from '@tutti/contracts/system';
import { DomainError, type Commit, type DomainEvent, type Outgoing, type Process } from '@tutti/kernel';
import { readCheckpoint } from '../checkpoint/checkpoint-store';
import { Leader, type LeaderOptions, type Term } from '../leader/leader';
import type { ProcessReport, ProcessStatus } from '../status';
import type { AroundBatch, AroundEffect } from '../support/around-batch';
import { exponentialBackoff, type Backoff } from '../support/backoff';
import { Halted } from '../support/errors';
import { rested } from '../support/rested';
import { Bell, pause, together } from '../support/wait';
import type { DeadLetters } from './dead-letters';
import type { EffectHandlers } from './handlers';
import { Outbox } from './outbox';
import { announcer, listParked, type ParkedInstance } from './parking';
import { adoptLog, isAdopted, prepareProcess, processCheckpointName } from './process-checkpoint';
import { ProcessJournal } from './process-journal';
import { outboxTable, parkedTable } from './process.table';
import { nextTimer } from './timers';

export interface ProcessRunnerOptions<
  State,
  Event extends DomainEvent,
  Effect extends Outgoing,
> extends LeaderOptions {
  readonly log: EventLog;
  /** In the subject of its dead letters: `dlq.<service>.<process>.<instance>`. */
  readonly service: string;
  readonly process: Process<State, Event, Effect>;
  readonly handlers: EffectHandlers<Effect>;
  readonly deadLetters: DeadLetters;
  /** What timers go by: `clock` when absent. */
  readonly timeline?: LeaderOptions['clock'];
  /** Between the attempts of one effect. */
  readonly effectBackoff?: Backoff;
  /** After which an effect's signal aborts: 30 s when absent. */
  readonly effectTimeoutMs?: number;
  /** Instances whose effects run at the same time: 16 when absent. */
  readonly concurrency?: number;
  readonly maxBatch?: number;
  /** Between two looks at the log where nothing waits: what comes meanwhile becomes one transaction. 0 when absent. */
  readonly restMs?: number;
  readonly around?: AroundBatch;
  readonly aroundEffect?: AroundEffect;
}

/** Reacts to the log and to time, exactly once; what that leads to is done at least once, under the same id. */
export class ProcessRunner<State, Event extends DomainEvent, Effect extends Outgoing> {
  readonly #options: ProcessRunnerOptions<State, Event, Effect>;
  readonly #journal: ProcessJournal<State, Event, Effect>;
  readonly #leader: Leader;
  readonly #outbox: Outbox;
  readonly #work = new Bell();
  readonly #pollMs: number;
  #caughtUp = false;
  #lag: number | null = null;
  #counts = { parked: 0, outgoing: 0 };

  constructor(options: ProcessRunnerOptions<State, Event, Effect>) {
    const { process } = options;
    this.#options = options;
    this.#pollMs = options.pollMs ?? 1000;
    this.#journal = new ProcessJournal(options);
    this.#outbox = new Outbox({
      ...options,
      process: process.name,
      backoff: options.effectBackoff ?? exponentialBackoff(1000, 60_000),
      timeoutMs: options.effectTimeoutMs ?? 30_000,
      concurrency: options.concurrency ?? 16,
      changed: () => this.#work.ring(),
    });
    this.#leader = new Leader(
      {
        name: processCheckpointName(process),
        lead: (term) => this.#lead(term),
        isMended: async () => this.#leader.trouble?.kind === 'other-log' && (await isAdopted(options)),
        follow: () => this.#follow(),
      },
      options,
    );
  }

  start(): void {
    this.#leader.start();
  }

  async stop(): Promise<void> {
    await this.#leader.stop();
    await this.#outbox.settle();
  }

  status(): ProcessStatus {
    const { phase, error, trouble } = this.#leader;
    const { checkpoint } = this.#journal;
    return {
      kind: 'process',
      name: this.#options.process.name,
      phase,
      leader: phase === 'leading',
      ready: phase === 'following' || (phase === 'leading' && this.#caughtUp),
      generation: checkpoint?.generation ?? 0,
      position: checkpoint?.position ?? 0,
      lag: this.#lag,
      error,
      trouble,
      ...this.#counts,
    };
  }

  /** As it stands in database and log, whichever replica does the work. */
  async report(): Promise<ProcessReport> {
    const { database, log, process } = this.#options;
    const stored = await readCheckpoint(database.manager, processCheckpointName(process));
    const target = await log.lastPosition(process.subjects);
    await this.#count();
    return { ...this.status(), position: stored?.position ?? 0, target };
  }

  /** Instances that wait for a person. */
  parked(): Promise<readonly ParkedInstance[]> {
    return listParked(this.#options.database, this.#options.process.name);
  }

  /** Tries a parked instance again, then what came since; false when it is not parked. */
  async resume(instanceId: string): Promise<boolean> {
    const found = await this.#journal.resume(instanceId);
    this.#work.ring();
    return found;
  }

  /** A person's answer when it stopped at another log: go on with this one, after this position. */
  async adopt(position: number): Promise<void> {
    const { name } = this.#options.process;
    if (this.#leader.trouble?.kind !== 'other-log') {
      throw new DomainError(systemErrors['process.not-halted'], {
        detail: `${name} reads the log that it knows.`,
      });
    }
    await adoptLog(this.#options, position);
    this.#leader.resume();
  }

  async #lead({ signal, succeeded }: Term): Promise<void> {
    const { log, process } = this.#options;
    const checkpoint = await prepareProcess(this.#options);
    this.#journal.checkpoint = checkpoint;
    const last = await log.lastPosition(process.subjects);
    if (last <= checkpoint.position) this.#progressed(0, succeeded);
    await together(
      signal,
      (ended) => this.#read(ended, succeeded),
      (ended) => this.#act(ended),
      (ended) => this.#watch(ended),
    );
  }

  async #follow(): Promise<void> {
    const { database, process } = this.#options;
    this.#lag = null;
    this.#caughtUp = true;
    this.#journal.checkpoint = await readCheckpoint(database.manager, processCheckpointName(process));
    await this.#count();
  }

  async #read(signal: AbortSignal, succeeded: () => void): Promise<void> {
    const { log, process, maxBatch = 500, restMs = 0, around } = this.#options;
    const after = this.#journal.checkpoint?.position ?? 0;
    const tail = log.tail({ subjects: process.subjects, after, signal, maxBatch });
    for await (const { commits, pending } of rested(tail, restMs, signal)) {
      if (signal.aborted) return;
      const [known, problem] = this.#untilUnknown(commits);
      const take = (): Promise<void> => this.#journal.takeCommits(known);
      await (around && known.length > 0 ? around(process.name, known, take) : take());
      if (problem) throw problem;
      this.#progressed(pending, succeeded);
      this.#work.ring();
    }
  }

  /** A type that it does not know was written by a newer service: passing it over could be wrong. */
  #untilUnknown(commits: readonly Commit[]): [readonly Commit[], Halted | undefined] {
    const { name, version, handles, ignores } = this.#options.process;
    const known = new Set<string>([...handles, ...ignores]);
    for (const [index, { events, position }] of commits.entries()) {
      const unknown = events.find(({ event }) => !known.has(event.type));
      if (!unknown) continue;
      const type = `${unknown.context}.${unknown.event.type}`;
      const problem = `${name}: version ${version} does not know ${type} at position ${position}. Run newer code.`;
      return [commits.slice(0, index), new Halted('unknown-event', problem)];
    }
    return [commits, undefined];
  }

  async #act(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { rings } = this.#work;
      while (!signal.aborted && (await this.#journal.fireTimers(() => this.#hasReadAll())));
      await this.#outbox.startDue(signal);
      await this.#work.wait(await this.#idleMs(), signal, rings);
    }
  }

  /** Timers wait for the log: an event that is already there may cancel them. */
  async #hasReadAll(): Promise<boolean> {
    const { log, process } = this.#options;
    try {
      return (await log.lastPosition(process.subjects)) <= (this.#journal.checkpoint?.position ?? 0);
    } catch {
      return false;
    }
  }

  async #idleMs(): Promise<number> {
    const { database, process, clock } = this.#options;
    const now = clock.now().getTime();
    const due = [await nextTimer(database.manager, process.name, now), await this.#outbox.nextDue()];
    return Math.min(this.#pollMs, ...due.flatMap((at) => (at === undefined ? [] : [Math.max(0, at - now)])));
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { logger } = this.#options;
    const { name: process } = this.#options.process;
    const announce = announcer({ ...this.#options, process });
    while (!signal.aborted) {
      await announce().catch((error: unknown) =>
        logger.error({ process, err: error }, 'A dead letter was not published'),
      );
      await this.#count();
      await pause(this.#pollMs, signal);
    }
  }

  async #count(): Promise<void> {
    const { database, process } = this.#options;
    const mine = { process: process.name };
    this.#counts = {
      parked: await database.manager.countBy(parkedTable, mine),
      outgoing: await database.manager.countBy(outboxTable, mine),
    };
  }

  #progressed(lag: number, succeeded: () => void): void {
    this.#lag = lag;
    if (lag === 0) this.#caughtUp = true;
    succeeded();
  }
}
