import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@tutti/nats-server/testing';
import { createConnection } from 'mysql2/promise';

/** A database of the test's own; it and its files are gone afterwards. */
export interface TestDatabase extends AsyncDisposable {
  /** For `openDatabase`; of the same database at every call. */
  readonly url: string;
  dispose(): Promise<void>;
}

const disposable = (url: string, dispose: () => Promise<void>): TestDatabase => ({
  url,
  dispose,
  [Symbol.asyncDispose]: dispose,
});

export const sqliteTestDatabase = async (): Promise<TestDatabase> => {
  const directory = await mkdtemp(join(tmpdir(), 'tutti-database-'));
  return disposable(`sqlite:${join(directory, 'test.db')}`, () =>
    rm(directory, { recursive: true, force: true }),
  );
};

/** URL of the MariaDB of this test run, without a database: with all rights. */
export const mariadbUrl = (): string => {
  const url = process.env['TUTTI_TEST_MARIADB'];
  if (url === undefined) throw new Error('MariaDB runs for the vitest project "mariadb" only.');
  return url;
};

/** Runs statements as an administrator. */
export const mariadbAdmin = async (statements: readonly string[], url = mariadbUrl()): Promise<void> => {
  const connection = await createConnection(url);
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
};

/** `openDatabase` creates it. */
export const mariadbTestDatabase = (server = mariadbUrl()): TestDatabase => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  return disposable(`${server}/${name}`, () => mariadbAdmin([`DROP DATABASE IF EXISTS ${name}`], server));
};

/** On the engine that the vitest project is for: MariaDB in `mariadb`, else SQLite. */
export const testDatabase = async (): Promise<TestDatabase> =>
  process.env['TUTTI_TEST_ENGINE'] === 'mariadb' ? mariadbTestDatabase() : sqliteTestDatabase();

/** A server of MariaDB of the test's own, to be treated badly. */
export interface TestMariadb {
  /** Without a database: with all rights. */
  readonly url: string;
  kill9(): Promise<void>;
  /** Killed, if it runs, and started on the same port and files. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const startTestMariadb = async (): Promise<TestMariadb> => {
  const script = pathToFileURL(join(repositoryRoot(), 'infra/dev/mariadb.mjs')).href;
  const { startMariadb } = (await import(script)) as { startMariadb: () => Promise<TestMariadb> };
  return startMariadb();
};
