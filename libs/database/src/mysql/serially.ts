import { setTimeout as delay } from 'node:timers/promises';
import { QueryFailedError, type DataSource, type EntityManager } from 'typeorm';

const ATTEMPTS = 10;
const FIRST_PAUSE_MS = 5;
const MOST_PAUSE_MS = 500;

/** ER_LOCK_DEADLOCK, ER_LOCK_WAIT_TIMEOUT, ER_CHECKREAD (MariaDB: the row changed since it was read). */
const collisions = new Set([1213, 1205, 1020]);

const isCollision = (error: unknown): boolean =>
  error instanceof QueryFailedError &&
  collisions.has(Number((error.driverError as { errno?: number }).errno));

type Work<T> = (manager: EntityManager) => Promise<T>;

/** One transaction of the kind that `SET TRANSACTION` says. */
const once = async <T>(source: DataSource, kind: string, work: Work<T>): Promise<T> => {
  const runner = source.createQueryRunner();
  try {
    await runner.query(`SET TRANSACTION ${kind}`);
    await runner.startTransaction();
    const result = await work(runner.manager);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // Where this fails the connection is gone, and the server has rolled back by itself.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
};

/**
 * One transaction. When it collides with another one the server has undone it, so `work` runs again, after a pause that
 * grows and is never the same for both.
 */
export const serially = async <T>(source: DataSource, work: Work<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(source, 'READ WRITE', work);
    } catch (error) {
      if (attempt === ATTEMPTS || !isCollision(error)) throw error;
      const full = Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
      await delay(Math.random() * full);
    }
  }
};

/** Reads what was committed at the first query, and takes no lock: InnoDB keeps older versions of rows for it. */
export const atOneMoment = <T>(source: DataSource, work: Work<T>): Promise<T> =>
  once(source, 'ISOLATION LEVEL REPEATABLE READ, READ ONLY', work);
