import type { DataSource } from 'typeorm';
import { dialectOf } from './dialect';
import { serverOf } from './mysql/prepare-server';

export interface DatabaseFacts {
  readonly kind: 'sqlite' | 'mysql' | 'mariadb';
  readonly version: string;
  /** Of all tables with their indices; what was deleted counts until it is used again. */
  readonly bytes: number;
}

const questions = {
  sqlite:
    'SELECT sqlite_version() AS version, page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()',
  mysql:
    'SELECT VERSION() AS version, SUM(data_length + index_length) AS bytes FROM information_schema.tables WHERE table_schema = DATABASE()',
} as const;

/** What a database is, and how large it has become. */
export const databaseFacts = async (database: DataSource): Promise<DatabaseFacts> => {
  const dialect = dialectOf(database);
  const [row] = await database.query<{ version: string; bytes: number | string | null }[]>(
    questions[dialect],
  );
  const version = row?.version ?? '';
  const kind = dialect === 'sqlite' ? dialect : serverOf(version).type;
  return { kind, version, bytes: Number(row?.bytes ?? 0) };
};
