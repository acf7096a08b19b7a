import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DataSource, type DataSourceOptions, type EntityManager } from 'typeorm';
import { migrateSqlite } from './migrate-sqlite';
import { Mutex } from '../mutex';
import { NodeSqliteDriver } from './node-sqlite.driver';
import type { DatabaseOptions } from '../open-database';
import { setRunners } from '../transaction';

const MEMORY = ':memory:';
const BUSY_TIMEOUT_MS = 5000;

/** One per file in this process: a second writer would block the event loop that the first one needs to finish. */
const mutexes = new Map<string, Mutex>();

const mutexOf = (path: string): Mutex => {
  const known = mutexes.get(path) ?? new Mutex();
  mutexes.set(path, known);
  return known;
};

/** Changing the journal mode does not wait for `busy_timeout` in every case, so two openers at once try again. */
const useWriteAheadLog = async (database: NodeSqliteDriver): Promise<void> => {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(10);
    }
  }
};

const prepare = async (database: NodeSqliteDriver): Promise<void> => {
  await useWriteAheadLog(database);
  // Primary tables live here: a commit is on the disk before it is acknowledged.
  database.pragma('synchronous = FULL');
};

const sourceOptions = (path: string, options: DatabaseOptions): DataSourceOptions => ({
  type: 'better-sqlite3',
  driver: NodeSqliteDriver,
  database: path,
  timeout: BUSY_TIMEOUT_MS,
  prepareDatabase: prepare,
  // Errors reach the caller; TypeORM's own console output stays off unless DEBUG asks for it.
  logger: 'debug',
  entities: [...options.entities],
  migrations: [...options.migrations],
});

/** On the one connection of a database in memory, which else only reads. */
const writingMeanwhile = async <T>(
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

const openReader = async (path: string, options: DatabaseOptions): Promise<DataSource> => {
  const reader = new DataSource({ ...sourceOptions(path, options), migrations: [] });
  try {
    await reader.initialize();
    await reader.query('PRAGMA query_only = ON');
    return reader;
  } catch (error) {
    if (reader.isInitialized) await reader.destroy();
    throw error;
  }
};

/** Queries in one transaction that writes nothing and so keeps nobody from writing; not by TypeORM, whose transactions write. */
const atOneMoment = async <T>(
  source: DataSource,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> => {
  await source.query('BEGIN DEFERRED');
  try {
    return await work(source.manager);
  } finally {
    await source.query('COMMIT');
  }
};

/** A connection that reads, beside (in a file) a second one that writes: queries never see what is not committed. */
class SqliteSource extends DataSource {
  #writer: DataSource | undefined;
  /** For snapshots, which take their turn; opened when somebody wants the first. */
  #snapshots: Promise<DataSource> | undefined;

  async open(path: string, options: DatabaseOptions): Promise<void> {
    const writer = path === MEMORY ? this : new DataSource(sourceOptions(path, options));
    const mutex = path === MEMORY ? new Mutex() : mutexOf(path);
    this.#writer = writer;
    await writer.initialize();
    await mutex.run(() => migrateSqlite(writer));
    if (writer !== this) await this.initialize();
    await this.query('PRAGMA query_only = ON');
    const turns = path === MEMORY ? mutex : new Mutex();
    const open = () => (path === MEMORY ? this : (this.#snapshots ??= this.#opened(path, options)));
    setRunners(this, {
      // Switching a connection to reading and back expires all of its prepared statements: half of a small commit's time.
      write: (work) =>
        mutex.run(() => (writer === this ? writingMeanwhile(writer, work) : writer.transaction(work))),
      read: (work) => turns.run(async () => atOneMoment(await open(), work)),
    });
  }

  /** Whoever asks after a failure tries again. */
  async #opened(path: string, options: DatabaseOptions): Promise<DataSource> {
    try {
      return await openReader(path, options);
    } catch (error) {
      this.#snapshots = undefined;
      throw error;
    }
  }

  override async destroy(): Promise<void> {
    const writer = this.#writer;
    const snapshots = await this.#snapshots?.catch(() => undefined);
    await snapshots?.destroy();
    if (this.isInitialized) await super.destroy();
    if (writer !== this && writer?.isInitialized) await writer.destroy();
  }
}

/** Opens (and creates) a SQLite file, or `:memory:`, and brings its tables up to date. */
export const openSqlite = async (file: string, options: DatabaseOptions): Promise<DataSource> => {
  const path = file === MEMORY ? file : resolve(file);
  const source = new SqliteSource(sourceOptions(path, options));
  try {
    await source.open(path, options);
    return source;
  } catch (error) {
    await source.destroy();
    throw error;
  }
};
