import { createHash } from 'node:crypto';
import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';

/** How long a replica waits for another one that migrates. */
const LOCK_SECONDS = 600;

/** At most 64 characters, and one for the whole server. */
const lockName = (database: string): string =>
  `tutti-migrate-${createHash('sha256').update(database).digest('hex').slice(0, 32)}`;

const lock = async (runner: QueryRunner, name: string, database: string): Promise<void> => {
  const [row] = (await runner.query('SELECT GET_LOCK(?, ?) AS locked', [name, LOCK_SECONDS])) as {
    locked: number | null;
  }[];
  if (row?.locked !== 1)
    throw new Error(
      `another process has been migrating ${database} for ${LOCK_SECONDS} s. Look at it first.`,
    );
};

/**
 * Runs the pending migrations on the one connection that holds the lock: of two replicas that start at once the second
 * waits, then finds nothing to do; when the connection dies the server lets go of the lock. Every DDL statement commits
 * by itself, so a migration that was killed half way runs again from its beginning: its steps are made for that.
 */
export const migrateMysql = async (source: DataSource, database: string): Promise<void> => {
  const runner = source.createQueryRunner();
  const name = lockName(database);
  try {
    await runner.query('SET SESSION TRANSACTION READ WRITE');
    await lock(runner, name, database);
    const executor = new MigrationExecutor(source, runner);
    executor.transaction = 'none';
    await executor.executePendingMigrations();
    await runner.query('SELECT RELEASE_LOCK(?)', [name]);
  } finally {
    await runner.release();
  }
};
