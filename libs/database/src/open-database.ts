import type { DataSource, EntitySchema, MigrationInterface } from 'typeorm';
import { openMysql } from './mysql/open-mysql';
import { openSqlite } from './sqlite/open-sqlite';

export interface DatabaseOptions {
  /** What error messages call it: the service's name. */
  readonly name: string;
  /** `sqlite:<path>`, `sqlite::memory:` or `mysql://user:password@host:port/database` (see `parseMysqlUrl`). */
  readonly url: string;
  readonly entities: readonly EntitySchema[];
  /** TypeORM migrations; their names end with a 13-digit timestamp, which orders them. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/**
 * Opens the database of a service and runs its pending migrations. The connection that comes back only reads; writes
 * go through `transaction()`.
 */
export const openDatabase = async (options: DatabaseOptions): Promise<DataSource> => {
  const [, scheme, rest] = /^([a-z]+):(.*)$/.exec(options.url) ?? [];
  if (scheme === 'sqlite' && rest) return openSqlite(rest, options);
  if (scheme === 'mysql' || scheme === 'mariadb') return openMysql(options);
  throw new Error(
    `The database URL of ${options.name} must look like sqlite:<path> or mysql://user:password@host:3306/database; ` +
      `got "${scheme ?? ''}:…".`,
  );
};
