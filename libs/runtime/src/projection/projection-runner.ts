import { transaction } from '@tutti/database';
import type { EventLog, TailBatch } from '@tutti/event-store';
import type { DomainEvent } from '@tutti/kernel';
import {
  insertCheckpoint,
  isSameLog,
  moveCheckpoint,
  readCheckpoint,
  shapeOf,
  type CodeShape,
} from '../checkpoint/checkpoint-store';
import type { Checkpoint } from '../checkpoint/checkpoint.table';
import { Leader, type LeaderOptions, type Term } from '../leader/leader';
import type { RunnerStatus } from '../status';
import type { AroundBatch } from '../support/around-batch';
import { Halted } from '../support/errors';
import { Bell } from '../support/wait';
import { applyCommits, type ReadModel } from './apply-commits';
import { checkpointNameOf, type ViewRow } from './view';
import { waitUntilPassed } from './wait-until-passed';

export interface ProjectionRunnerOptions<Row extends ViewRow, Event extends DomainEvent>
  extends LeaderOptions, ReadModel<Row, Event> {
  readonly log: EventLog;
  /** Commits per transaction: 500 when absent. */
  readonly maxBatch?: number;
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
  readonly #moved = new Bell();
  #checkpoint: Checkpoint | undefined;
  #lag: number | null = null;
  #caughtUp = false;

  constructor(options: ProjectionRunnerOptions<Row, Event>) {
    const { projection } = options;
    this.#options = options;
    this.#code = shapeOf(projection.version, projection.handles);
    this.#name = checkpointNameOf(projection);
    this.#leader = new Leader(
      { name: this.#name, lead: (term) => this.#lead(term), follow: () => this.#follow() },
      options,
    );
  }

  start(): void {
    this.#leader.start();
  }

  stop(): Promise<void> {
    return this.#leader.stop();
  }

  status(): RunnerStatus {
    const { phase, error } = this.#leader;
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
    };
  }

  /**
   * Resolves once every matching commit up to `position` is in the rows, whichever replica writes them. Rejects with
   * `projection.behind` after two seconds.
   */
  waitFor(position: number): Promise<void> {
    const { log, projection, database, waitMs = 2000 } = this.#options;
    return waitUntilPassed({
      projection,
      log,
      position,
      waitMs,
      moved: this.#moved,
      current: async () => this.#reached(await readCheckpoint(database.manager, this.#name)),
    });
  }

  async #lead({ signal, succeeded }: Term): Promise<void> {
    const { log, projection, maxBatch = 500 } = this.#options;
    this.#caughtUp = false;
    let checkpoint = this.#take(await this.#prepare());
    if ((await log.lastPosition(projection.subjects)) <= checkpoint.position) this.#progressed(0, succeeded);
    const tail = log.tail({ subjects: projection.subjects, after: checkpoint.position, signal, maxBatch });
    for await (const batch of tail) {
      if (signal.aborted) return;
      checkpoint = this.#take(await this.#apply(checkpoint, batch));
      this.#progressed(batch.pending, succeeded);
    }
  }

  async #follow(): Promise<void> {
    this.#lag = null;
    this.#checkpoint = await readCheckpoint(this.#options.database.manager, this.#name);
  }

  async #apply(from: Checkpoint, { commits }: TailBatch): Promise<Checkpoint> {
    const { database, projection, around } = this.#options;
    const fresh = commits.filter(({ position }) => position > from.position);
    const last = fresh.at(-1);
    if (!last) return from;
    const work = (): Promise<Checkpoint> =>
      transaction(database, async (manager) => {
        const to = { position: last.position, commitId: last.id, updatedAt: this.#options.clock.now() };
        const moved = await moveCheckpoint(manager, from, to);
        await applyCommits(manager, this.#options, from.generation, fresh);
        return moved;
      });
    return around ? around(projection.name, fresh, work) : work();
  }

  /** The checkpoint to go on from: the stored one, or the start of a new generation. */
  async #prepare(): Promise<Checkpoint> {
    const { database, log, projection, clock } = this.#options;
    const stored = await readCheckpoint(database.manager, this.#name);
    if (!stored) {
      const first = { name: this.#name, incarnation: log.incarnation, ...this.#code };
      return transaction(database, (manager) => insertCheckpoint(manager, first, clock));
    }
    if (stored.version > this.#code.version) {
      throw new Halted(
        `${projection.name}: version ${stored.version} wrote last, this code is version ${this.#code.version}`,
      );
    }
    if (stored.shape !== this.#code.shape) return this.#rebuild(stored, 'newer code');
    if (!(await isSameLog(log, stored))) return this.#rebuild(stored, 'another log');
    return stored;
  }

  async #rebuild(stored: Checkpoint, reason: string): Promise<Checkpoint> {
    const { database, log, projection, table, clock, logger } = this.#options;
    const generation = stored.generation + 1;
    logger.warn({ projection: projection.name, generation, reason }, 'The projection is built anew');
    const start = { ...this.#code, generation, position: 0, commitId: '', incarnation: log.incarnation };
    return transaction(database, async (manager) => {
      const moved = await moveCheckpoint(manager, stored, { ...start, updatedAt: clock.now() });
      await manager
        .createQueryBuilder()
        .delete()
        .from(table)
        .where('generation <> :generation', { generation })
        .execute();
      return moved;
    });
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
