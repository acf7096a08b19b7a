import { AsyncLocalStorage } from 'node:async_hooks';
import type { DataSource, EntityManager } from 'typeorm';
import { type Mutex } from './mutex';

/** The connection that writes, and what keeps its transactions apart. */
interface Writer {
  readonly source: DataSource;
  readonly mutex: Mutex;
}

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

const exclusively = async <T>(
  source: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> => {
  await source.query('PRAGMA query_only = OFF');
  try {
    return await source.transaction(work);
  } finally {
    await source.query('PRAGMA query_only = ON');
  }
};

/**
 * Runs `work` in one transaction: all of it is stored or nothing. Transactions on one database wait for each other,
 * so `work` must use the manager that it is given and must not wait for anything but the database. What it wrote is
 * not seen by others before it is committed.
 */
export const transaction = <T>(
  database: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> => {
  refuseNesting(database);
  const writer = writers.get(database);
  if (writer === undefined) return database.transaction(work);
  const scope = { database, open: true };
  const marked = (manager: EntityManager): Promise<T> => running.run(scope, () => work(manager));
  return writer.mutex.run(() =>
    exclusively(writer.source, marked).finally(() => {
      scope.open = false;
    }),
  );
};
