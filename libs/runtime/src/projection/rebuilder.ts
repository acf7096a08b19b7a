import { transaction } from '@tutti/database';
import { systemErrors } from '@tutti/contracts/system';
import { DomainError, type DomainEvent } from '@tutti/kernel';
import { compareAndSet, isSameLog, readCheckpoint, type CodeShape } from '../checkpoint/checkpoint-store';
import { checkpointTable, type Checkpoint } from '../checkpoint/checkpoint.table';
import { Leader, type Term } from '../leader/leader';
import type { Trouble } from '../leader/trouble';
import type { RebuildReport } from '../status';
import { Fenced } from '../support/errors';
import { readAhead } from '../support/read-ahead';
import type { ProjectionRunnerOptions } from './projection-runner';
import {
  cancelRebuild,
  moveRebuild,
  nextGeneration,
  holdRebuild,
  readRebuild,
  writeRebuild,
} from './rebuild-store';
import type { Rebuild } from './rebuild.table';
import { RowFold } from './row-fold';
import { deadRanges, hasRows, sweepGenerations } from './sweep';
import { checkpointNameOf, type ViewRow } from './view';

export interface RebuilderOptions<Row extends ViewRow, Event extends DomainEvent> {
  readonly runner: ProjectionRunnerOptions<Row, Event>;
  readonly code: CodeShape;
  /** Another generation is the live one. */
  readonly swapped: () => void;
}

const refusal = (code: keyof typeof systemErrors, detail: string): DomainError =>
  new DomainError(systemErrors[code], { detail });

/** Fills a new generation beside the live one, swaps when it has caught up, and removes the rows of old ones. */
export class Rebuilder<Row extends ViewRow, Event extends DomainEvent> {
  readonly #options: ProjectionRunnerOptions<Row, Event>;
  readonly #code: CodeShape;
  readonly #name: string;
  readonly #swapped: () => void;
  readonly #leader: Leader;

  constructor({ runner, code, swapped }: RebuilderOptions<Row, Event>) {
    this.#options = runner;
    this.#code = code;
    this.#name = checkpointNameOf(runner.projection);
    this.#swapped = swapped;
    const work = {
      name: `rebuild:${runner.projection.name}`,
      isWanted: async () => this.#isWork(await this.#read()),
      lead: (term: Term) => this.#lead(term),
      follow: () => Promise.resolve(),
    };
    this.#leader = new Leader(work, runner);
  }

  start(): void {
    this.#leader.start();
  }

  stop(): Promise<void> {
    return this.#leader.stop();
  }

  get error(): string | null {
    return this.#leader.error;
  }

  get trouble(): Trouble | null {
    return this.#leader.trouble;
  }

  async report(): Promise<RebuildReport | null> {
    const row = await this.#read();
    if (!row) return null;
    const { state, reason, generation, position, askedBy, startedAt, endedAt } = row;
    const error = state === 'running' ? this.#leader.error : null;
    return { state, reason, generation, position, askedBy, startedAt, endedAt, error };
  }

  /** For a person: answers when it runs. */
  async ask(askedBy: string): Promise<void> {
    const { database, projection } = this.#options;
    const live = await readCheckpoint(database.manager, this.#name);
    if (!live) throw refusal('projection.not-begun', `${projection.name} has no rows yet.`);
    if (live.version > this.#code.version) {
      const detail = `Version ${live.version} of ${projection.name} wrote last, this replica runs ${this.#code.version}.`;
      throw refusal('projection.newer-code', detail);
    }
    await this.ensure(live, 'asked', askedBy);
  }

  /** Ends a rebuild that somebody asked for; does nothing when none runs. */
  async cancel(): Promise<void> {
    const { database, clock, projection } = this.#options;
    const row = await this.#read();
    if (row?.state === 'running' && row.reason !== 'asked') {
      const detail = `The rows of ${projection.name} are those of older code: the rebuild would begin again at once.`;
      throw refusal('projection.rebuild-needed', detail);
    }
    await cancelRebuild(database, this.#name, clock);
    this.#leader.renew();
  }

  /** Looks at once, without waiting for the next turn. */
  nudge(): void {
    this.#leader.nudge();
  }

  /** The rebuild that runs, whoever began it; or a new one by this code. */
  async ensure(live: Checkpoint, reason: Rebuild['reason'], askedBy: string): Promise<Rebuild> {
    const { database, log, clock, logger, projection, table } = this.#options;
    const known = await this.#read();
    if (this.#isUnderWay(known)) return known;
    const started = {
      ...({ name: this.#name, state: 'running', reason, askedBy, ...this.#code } as const),
      ...{ incarnation: log.incarnation, startedAt: clock.now() },
    };
    const begun = await transaction(database, async (manager) => {
      const last = await holdRebuild(manager, this.#name);
      if (this.#isUnderWay(last)) return last;
      // What was wanted may have been swapped in since the live generation was looked at.
      const now = await readCheckpoint(manager, this.#name);
      if (last && now?.generation !== live.generation) return last;
      return writeRebuild(manager, last, { ...started, generation: nextGeneration(live, last) });
    });
    const { generation } = begun;
    if (begun.state !== 'running') return begun;
    const rowsMeanwhile = await hasRows(database, table, live.generation);
    logger.warn(
      { projection: projection.name, generation, reason, askedBy, rowsMeanwhile },
      rowsMeanwhile ? 'The projection is built anew' : 'The projection is built; until then it has no rows',
    );
    this.nudge();
    return begun;
  }

  #read(): Promise<Rebuild | undefined> {
    return readRebuild(this.#options.database.manager, this.#name);
  }

  #isOurs({ version, shape }: Rebuild): boolean {
    return version === this.#code.version && shape === this.#code.shape;
  }

  #isUnderWay(found: Rebuild | undefined): found is Rebuild {
    return found?.state === 'running' && (this.#isOurs(found) || found.version > this.#code.version);
  }

  #isWork(found: Rebuild | undefined): found is Rebuild {
    if (found?.state === 'running') return this.#isOurs(found);
    return found?.swept === false;
  }

  async #lead({ signal, succeeded }: Term): Promise<void> {
    const found = await this.#read();
    if (!this.#isWork(found)) return;
    const ended = found.state === 'running' ? await this.#build(found, signal, succeeded) : found;
    if (ended) await this.#sweep(ended, signal);
    succeeded();
  }

  /** The row as it stands after the swap; undefined when the signal came first. */
  async #build(begun: Rebuild, signal: AbortSignal, succeeded: () => void): Promise<Rebuild | undefined> {
    const { log, projection, maxBatch = 500 } = this.#options;
    const { subjects } = projection;
    if (!(await isSameLog(log, begun))) throw new Error(`the log is another one than that of the rebuild`);
    const fold = this.#foldFrom(begun);
    if ((await log.lastPosition(subjects)) <= begun.position) {
      const ended = await this.#level(fold);
      if (ended.state === 'swapped') return ended;
    }
    try {
      for await (const batch of readAhead(log, { subjects, after: begun.position, signal, maxBatch })) {
        if (signal.aborted) return undefined;
        await fold.take(batch);
        succeeded();
        if (batch.pending > 0) continue;
        const ended = await this.#level(fold);
        if (ended.state === 'swapped') return ended;
      }
    } catch (error) {
      await fold.failed(error);
    }
    return undefined;
  }

  #foldFrom(at: Rebuild): RowFold<Row, Event, Rebuild> {
    const { database } = this.#options;
    return new RowFold<Row, Event, Rebuild>({ database, model: this.#options, at, move: moveRebuild });
  }

  /** The live generation goes on while this one is filled: readers must not see it step back. */
  async #level(fold: RowFold<Row, Event, Rebuild>): Promise<Rebuild> {
    const { database, log, projection, maxBatch = 500 } = this.#options;
    for (;;) {
      const row = fold.at;
      const live = await readCheckpoint(database.manager, this.#name);
      if (!live || live.incarnation !== row.incarnation) throw new Fenced(`${this.#name}: another log`);
      const { subjects } = projection;
      // Older code may have read more subjects, and stand where none of these is.
      if (live.position <= row.position || (await log.lastPosition(subjects)) <= row.position) {
        const swapped = await this.#swap(live, row);
        if (swapped) return swapped;
        continue;
      }
      const missing = await log.page({ subjects, after: row.position, limit: maxBatch });
      if (missing.length === 0) return row;
      await fold.take({ commits: missing, pending: 0 });
    }
  }

  /** One transaction: whoever reads sees the old generation or the new one. Undefined when the live one moved. */
  async #swap(live: Checkpoint, row: Rebuild): Promise<Rebuild | undefined> {
    const { database, clock, logger, projection } = this.#options;
    const now = clock.now();
    const { generation, version, shape, incarnation, position, commitId } = row;
    const next = {
      ...live,
      ...{ generation, version, shape, incarnation, position, commitId },
      revision: live.revision + 1,
      updatedAt: now,
    };
    const swapped = await transaction(database, async (manager) => {
      if (!(await compareAndSet(manager, checkpointTable, live, next))) return undefined;
      return moveRebuild(manager, row, { state: 'swapped', endedAt: now });
    });
    if (!swapped) return undefined;
    logger.info({ projection: projection.name, generation, position }, 'The new generation is the live one');
    this.#swapped();
    return swapped;
  }

  async #sweep(ended: Rebuild, signal: AbortSignal): Promise<void> {
    const { database, table, projection, logger } = this.#options;
    const live = await readCheckpoint(database.manager, this.#name);
    if (!live) return;
    const last = Math.max(ended.generation, live.generation);
    const rows = await sweepGenerations(database, table, deadRanges([live.generation], last), signal);
    if (signal.aborted) return;
    await transaction(database, (manager) => moveRebuild(manager, ended, { swept: true }));
    logger.info({ projection: projection.name, rows }, 'Rows of old generations were removed');
  }
}
