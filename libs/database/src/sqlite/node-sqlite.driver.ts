import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** `SQLITE_READONLY`, https://sqlite.org/rescode.html#readonly */
const READ_ONLY = 8;

const sqliteCode = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'errcode' in error ? error.errcode : undefined;

const explained = (error: unknown): unknown =>
  sqliteCode(error) === READ_ONLY
    ? new Error('This connection only reads: write inside transaction(database, …) of @tutti/database.', {
        cause: error,
      })
    : error;

/** better-sqlite3's statement, as far as TypeORM uses it. */
class Statement {
  readonly #statement: StatementSync;
  /** Whether it answers with rows. */
  readonly reader: boolean;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }

  all(...parameters: readonly SQLInputValue[]): unknown[] {
    return this.#guarded(() => this.#statement.all(...parameters));
  }

  run(...parameters: readonly SQLInputValue[]): unknown {
    return this.#guarded(() => this.#statement.run(...parameters));
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw explained(error);
    }
  }
}

/**
 * A failed write (a full disk, https://sqlite.org/lang_transaction.html) may have undone the transaction already. TypeORM
 * must not hear of it: it would take the transaction for a running one, and all later ones for parts of that.
 */
class Rollback extends Statement {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    super(database.prepare('ROLLBACK'));
    this.#database = database;
  }

  override run(): unknown {
    return this.#database.isTransaction ? super.run() : { changes: 0, lastInsertRowid: 0 };
  }
}

export interface NodeSqliteOptions {
  /** Milliseconds to wait for a lock that another process holds. */
  readonly timeout?: number;
}

/**
 * `node:sqlite` in the shape of better-sqlite3, for TypeORM's `driver` option. Blobs come back as `Uint8Array`, raw
 * rows have a null prototype, integers beyond 2^53 throw a `RangeError`.
 */
export class NodeSqliteDriver {
  readonly #database: DatabaseSync;

  constructor(path: string, options: NodeSqliteOptions = {}) {
    this.#database = new DatabaseSync(path, { timeout: options.timeout ?? 5000 });
  }

  prepare(sql: string): Statement {
    if (sql === 'ROLLBACK') return new Rollback(this.#database);
    // A deferred transaction that reads before it writes fails at once when another process wrote in between.
    return new Statement(this.#database.prepare(sql === 'BEGIN TRANSACTION' ? 'BEGIN IMMEDIATE' : sql));
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  pragma(pragma: string): unknown[] {
    return this.#database.prepare(`PRAGMA ${pragma}`).all();
  }

  close(): void {
    this.#database.close();
  }
}
