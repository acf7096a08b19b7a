import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';

/** Runs transactions of one database so that each does what it would alone; may run `work` again. */
export type Runner = <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T>;

interface Runners {
  readonly write: Runner;
  /** Transactions that only read, and see what was committed when they began. */
  readonly read: Runner;
}

const runners = new WeakMap<DataSource, Runners>();
const running = new AsyncLocalStorage<{ readonly database: DataSource; open: boolean }>();

export const setRunners = (database: DataSource, both: Runners): void => {
  runners.set(database, both);
};

const refuseNesting = (database: DataSource): void => {
  const outer = running.getStore();
  if (outer?.open && outer.database === database) {
    throw new Error(
      'transaction() or snapshot() inside another one of the same database: pass the manager on instead.',
    );
  }
};

const run = <T>(
  kind: keyof Runners,
  database: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> => {
  refuseNesting(database);
  const runner = runners.get(database)?.[kind];
  if (runner === undefined)
    throw new Error('transaction() and snapshot() need a database of openDatabase().');
  const scope = { database, open: true };
  return runner((manager) => running.run(scope, () => work(manager))).finally(() => {
    scope.open = false;
  });
};

/**
 * Runs `work` in one transaction: all of it is stored or nothing, and it sees and does what it would if transactions
 * ran one after another (on SQLite they do). So `work` must use the manager that it is given, must not wait for
 * anything but the database, and must bear to be run again: MySQL undoes one of two that collide. What it wrote is not
 * seen by others before it is committed.
 */
export const transaction = <T>(
  database: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> => run('write', database, work);

/**
 * Reads as of one moment, however many queries that takes: what others commit meanwhile is not seen, and nobody waits (in
 * memory, where there is one connection, writers do). `work` must use the manager that it is given, and not dally: the
 * database keeps for it what others overwrite.
 */
export const snapshot = <T>(database: DataSource, work: (manager: EntityManager) => Promise<T>): Promise<T> =>
  run('read', database, work);
