import type { EventLog, TailBatch } from '@tutti/event-store';
import type { DomainEvent } from '@tutti/kernel';
import {
  isSameLog,
  moveCheckpoint,
  readCheckpoint,
  shapeOf,
  type CodeShape,
} from '../checkpoint/checkpoint-store';
import type { Checkpoint } from '../checkpoint/checkpoint.table';
import { Leader, type LeaderOptions, type Term } from '../leader/leader';
import type { ProjectionReport, RunnerStatus } from '../status';
import type { AroundBatch } from '../support/around-batch';
import { readAhead } from '../support/read-ahead';
import { Bell } from '../support/wait';
import { prepareProjection } from './prepare-projection';
import { Rebuilder } from './rebuilder';
import { RowFold, type FoldTiming, type ReadModel } from './row-fold';
import { checkpointNameOf, type ViewRow } from './view';
import { waitUntilPassed } from './wait-until-passed';

export interface ProjectionRunnerOptions<Row extends ViewRow, Event extends DomainEvent>
  extends LeaderOptions, ReadModel<Row, Event>, FoldTiming {
  readonly log: EventLog;
  /** Commits that are read and folded at once: 500 when absent. */
  readonly maxBatch?: number;
  /**
   * For logs that come in bursts: how long the work rests after a batch while nobody waits for the rows, so that many commits
   * share a transaction, each of which waits for the disk. No rest when absent.
   */
  readonly restMs?: number;
  /** How long `waitFor` waits: 2 s when absent. */
  readonly waitMs?: number;
  readonly around?: AroundBatch;
}

/** Keeps the rows of one read model equal to the fold of its log, whatever dies in between. */
export class ProjectionRunner<Row extends ViewRow, Event extends DomainEvent> {
  readonly #options: ProjectionRunnerOptions<Row, Event>;
  readonly #code: CodeShape;
  readonly #name: string;
  readonly #leader: Leader;
  readonly #rebuilder: Rebuilder<Row, Event>;
  readonly #moved = new Bell();
  readonly #awaited = new Set<{ readonly position: number }>();
  readonly #wanted = new Bell();
  #checkpoint: Checkpoint | undefined;
  #lag: number | null = null;
  #caughtUp = false;

  constructor(options: ProjectionRunnerOptions<Row, Event>) {
    const { projection } = options;
    this.#options = options;
    this.#code = shapeOf(projection.version, projection.handles);
    this.#name = checkpointNameOf(projection);
    const work = {
      name: this.#name,
      isWanted: () => this.#mayLead(),
      lead: (term: Term) => this.#lead(term),
      follow: () => this.#follow(),
    };
    this.#leader = new Leader(work, options);
    const swapped = (): void => this.#leader.renew();
    this.#rebuilder = new Rebuilder({ runner: options, code: this.#code, swapped });
  }

  start(): void {
    this.#leader.start();
    this.#rebuilder.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.#leader.stop(), this.#rebuilder.stop()]);
  }

  status(): RunnerStatus {
    const { phase } = this.#leader;
    // Rows of older code wait for their rebuild: what keeps that back keeps these back.
    const waits = phase === 'following' && !this.#isOurs();
    const { error, trouble } = waits ? this.#rebuilder : this.#leader;
    const ready = phase === 'following' ? this.#isOurs() : phase === 'leading' && this.#caughtUp;
    return {
      kind: 'projection',
      name: this.#options.projection.name,
      phase,
      leader: phase === 'leading',
      ready,
      generation: this.#checkpoint?.generation ?? 0,
      position: this.#checkpoint?.position ?? 0,
      lag: this.#lag,
      error,
      trouble,
    };
  }

  /** As it stands in database and log, whichever replica does the work. */
  async report(): Promise<ProjectionReport> {
    const { database, log, projection } = this.#options;
    const live = await readCheckpoint(database.manager, this.#name);
    const { generation, position } = live ?? { generation: 0, position: 0 };
    const target = await log.lastPosition(projection.subjects);
    return { ...this.status(), generation, position, target, rebuild: await this.#rebuilder.report() };
  }

  /**
   * Builds the rows anew beside those that are read, which go on meanwhile. Answers with the rebuild that runs already
   * where there is one.
   */
  async rebuild(askedBy: string): Promise<ProjectionReport> {
    await this.#rebuilder.ask(askedBy);
    return this.report();
  }

  /** Ends a rebuild that somebody asked for; does nothing when none runs. */
  cancelRebuild(): Promise<void> {
    return this.#rebuilder.cancel();
  }

  /**
   * Resolves once every matching commit up to `position` is in the rows, whichever replica writes them. Rejects with
   * `projection.behind` after two seconds.
   */
  async waitFor(position: number): Promise<void> {
    const { log, projection, database, waitMs = 2000 } = this.#options;
    const awaited = { position };
    this.#awaited.add(awaited);
    this.#wanted.ring();
    try {
      await waitUntilPassed({
        projection,
        log,
        position,
        waitMs,
        moved: this.#moved,
        current: async () => this.#reached(await readCheckpoint(database.manager, this.#name)),
      });
    } finally {
      this.#awaited.delete(awaited);
    }
  }

  /** Rows of older code stay as they are, and with older replicas, until ours are complete. */
  async #mayLead(): Promise<boolean> {
    const stored = await readCheckpoint(this.#options.database.manager, this.#name);
    if (!stored || stored.shape === this.#code.shape || stored.version > this.#code.version) return true;
    if (!(await isSameLog(this.#options.log, stored))) return true;
    await this.#rebuilder.ensure(stored, 'newer-code', 'system');
    return false;
  }

  async #lead({ signal, succeeded }: Term): Promise<void> {
    const { log, projection, maxBatch = 500 } = this.#options;
    const checkpoint = this.#take(await prepareProjection(this.#options, this.#code));
    this.#rebuilder.nudge();
    if ((await log.lastPosition(projection.subjects)) <= checkpoint.position) this.#progressed(0, succeeded);
    const fold = this.#foldFrom(checkpoint);
    const tail = { subjects: projection.subjects, after: checkpoint.position, signal, maxBatch };
    try {
      for await (const batch of readAhead(log, tail)) {
        if (signal.aborted) return;
        this.#take(await this.#apply(fold, batch));
        this.#progressed(batch.pending + fold.gathered, succeeded);
        await this.#rest(batch, signal);
      }
    } catch (error) {
      await fold.failed(error);
    }
  }

  /** What waits in the log already needs no rest to be many. */
  async #rest({ pending }: TailBatch, signal: AbortSignal): Promise<void> {
    const { restMs = 0 } = this.#options;
    if (restMs > 0 && pending === 0 && this.#awaited.size === 0) await this.#wanted.wait(restMs, signal);
  }

  async #follow(): Promise<void> {
    this.#lag = null;
    this.#checkpoint = await readCheckpoint(this.#options.database.manager, this.#name);
    // Whoever takes over goes on serving the rows that it served: not ready would mean that nobody is.
    this.#caughtUp = this.#isOurs();
  }

  #foldFrom(at: Checkpoint): RowFold<Row, Event, Checkpoint> {
    const { database, clock } = this.#options;
    return new RowFold<Row, Event, Checkpoint>({
      database,
      model: this.#options,
      at,
      move: (manager, from, to) => moveCheckpoint(manager, from, { ...to, updatedAt: clock.now() }),
    });
  }

  #apply(fold: RowFold<Row, Event, Checkpoint>, batch: TailBatch): Promise<Checkpoint> {
    const { projection, around } = this.#options;
    const awaited = Math.min(...[...this.#awaited].map(({ position }) => position));
    const work = (): Promise<Checkpoint> => fold.take(batch, awaited);
    return around ? around(projection.name, batch.commits, work) : work();
  }

  /** Rows of other code or of another log stand nowhere in ours. */
  #reached(stored: Checkpoint | undefined): number {
    if (!stored) return 0;
    const ours = stored.shape === this.#code.shape && stored.incarnation === this.#options.log.incarnation;
    return ours ? stored.position : -1;
  }

  #take(checkpoint: Checkpoint): Checkpoint {
    this.#checkpoint = checkpoint;
    this.#moved.ring();
    return checkpoint;
  }

  #progressed(lag: number, succeeded: () => void): void {
    this.#lag = lag;
    if (lag === 0) this.#caughtUp = true;
    succeeded();
  }

  #isOurs(): boolean {
    return this.#checkpoint?.shape === this.#code.shape;
  }
}
