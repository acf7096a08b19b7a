import { forUpdate, insertNew, transaction, upsertMany } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import type { EffectContext } from '@tutti/runtime';
import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import type { Tell } from './tell.process';
import { causeTable, type CauseRow } from './tell.table';

export interface Cause {
  readonly id: string;
  readonly tell: Tell;
  readonly times?: number;
  /** It adds to what waits of its matter and source: what happens many times a second is not a row each time. */
  readonly joins?: boolean;
}

/** What is older by the time that it is noticed is no news: a log of years is read without a word. */
export const newsMs = 3_600_000;

const matterOf = ({ code, source, matter }: Tell): string => `${code} ${matter ?? source.id}`.slice(0, 255);

/** Answers whether something waited that it could be added to. */
const joined = async (manager: EntityManager, row: CauseRow): Promise<boolean> => {
  const { matter, source, tell, times } = row;
  const where = { matter, source, toldAt: IsNull(), batch: IsNull() };
  const waiting = await manager.findOne(causeTable, { where, ...forUpdate(manager) });
  if (waiting === null) return false;
  const lastAt = Math.max(waiting.lastAt, row.lastAt);
  await upsertMany(manager, causeTable, [{ ...waiting, tell, lastAt, times: waiting.times + times }], ['id']);
  return true;
};

/** Where everything that should be told waits until it is. */
export class Causes {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** What a process of the watch asks for. */
  readonly handle = ({ ...tell }: Tell, { id }: EffectContext): Promise<void> => this.add([{ id, tell }]);

  add(causes: readonly Cause[]): Promise<void> {
    return transaction(this.database, (manager) => this.addBy(manager, causes));
  }

  /** Within the transaction of whoever noticed. */
  async addBy(manager: EntityManager, causes: readonly Cause[]): Promise<void> {
    for (const cause of causes) {
      if (!this.isNews(new Date(cause.tell.at))) continue;
      const row = this.#rowOf(cause);
      if (cause.joins && (await joined(manager, row))) continue;
      await insertNew(manager, causeTable, row);
    }
  }

  /** Whether it is told to anybody. */
  isNews(at: Date): boolean {
    return at.getTime() >= this.clock.now().getTime() - newsMs;
  }

  #rowOf({ id, tell, times = 1 }: Cause): CauseRow {
    const { type: _, ...told } = tell;
    const at = Date.parse(tell.at);
    const about = { id, matter: matterOf(tell), source: tell.source.id.slice(0, 128), tell: told };
    const addedAt = this.clock.now().getTime();
    return { ...about, at, lastAt: at, addedAt, times, batch: null, toldAt: null };
  }
}
