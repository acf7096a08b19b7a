import type { DataSource } from 'typeorm';

/**
 * Runs the pending migrations in one transaction that excludes every other writer: of two processes that start at
 * once the second waits, then finds nothing to do. TypeORM rebuilds a SQLite table to change it, which must not fire
 * the foreign keys of others; that pragma has no effect inside a transaction.
 */
export const migrateSqlite = async (source: DataSource): Promise<void> => {
  const runner = source.createQueryRunner();
  await runner.query('PRAGMA foreign_keys = OFF');
  await runner.startTransaction();
  try {
    await source.runMigrations({ transaction: 'none' });
    await runner.commitTransaction();
  } catch (error) {
    await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.query('PRAGMA foreign_keys = ON');
    await runner.release();
  }
};
