import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';

/** Runs transactions of one database so that each does what it would alone; may run `work` again. */
export type Writer = <T>(work: (manager: EntityManager) => Promise<T>) => Promise<T>;

const writers = new WeakMap<DataSource, Writer>();
const running = new AsyncLocalStorage<{ readonly database: DataSource; open: boolean }>();

export const setWriter = (database: DataSource, writer: Writer): void => {
  writers.set(database, writer);
};

const refuseNesting = (database: DataSource): void => {
  const outer = running.getStore();
  if (outer?.open && outer.database === database) {
    throw new Error(
      'transaction() inside a transaction() of the same database: pass the manager on instead.',
    );
  }
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
): Promise<T> => {
  refuseNesting(database);
  const writer = writers.get(database);
  if (writer === undefined) throw new Error('transaction() needs a database of openDatabase().');
  const scope = { database, open: true };
  return writer((manager) => running.run(scope, () => work(manager))).finally(() => {
    scope.open = false;
  });
};
