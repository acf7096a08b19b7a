import type { DataSource, EntitySchema, MigrationInterface } from 'typeorm';
import { openSqlite } from './sqlite';

export interface DatabaseOptions {
  /** What error messages call it: the service's name. */
  readonly name: string;
  /** `sqlite:<path>` or `sqlite::memory:`. */
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
  if (scheme === 'mysql' || scheme === 'mariadb') {
    throw new Error(`The database of ${options.name}: MySQL is not supported yet. Use sqlite:<path>.`);
  }
  throw new Error(
    `The database URL of ${options.name} must look like sqlite:<path>; got "${scheme ?? ''}:…".`,
  );
};
