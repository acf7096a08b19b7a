import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { connectionOptions } from './connection-options';
import { explain, grants, isUnknownDatabase } from './explain';
import type { MysqlTarget } from './mysql-url';

export interface MysqlServer {
  readonly type: 'mysql' | 'mariadb';
  /** Compares by code point and pads nothing, as SQLite does: ids and digests are equal only when they are the same. */
  readonly collation: string;
}

/** Atomic CREATE TABLE, NO PAD binary collations, JSON and REGEXP as we use them. */
const oldest = { mysql: [8, 0, 17], mariadb: [10, 6, 0] } as const;
const collations = { mysql: 'utf8mb4_0900_bin', mariadb: 'utf8mb4_nopad_bin' } as const;

/** What one statement may have, `max_allowed_packet`: half of it for `insertMany`. Servers begin with 16 or 64 MiB. */
const leastPacketBytes = 8 * 1024 * 1024;

const isOlder = (version: readonly number[], than: readonly number[]): boolean => {
  for (const [index, part] of than.entries()) {
    const own = version[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
};

/** Throws when the server is too old. */
export const serverOf = (version: string): MysqlServer => {
  const type = /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  const [, ...parts] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  const needed = oldest[type];
  if (isOlder(parts.map(Number), needed))
    throw new Error(`the server is ${version}; ${type} ${needed.join('.')} or newer is needed.`);
  return { type, collation: collations[type] };
};

const askServer = async (connection: Connection): Promise<MysqlServer> => {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT VERSION() AS version, @@max_allowed_packet AS packet',
  );
  const packet = Number(rows[0]?.['packet']);
  if (packet < leastPacketBytes)
    throw new Error(
      `the server takes ${packet} bytes in one statement, ${leastPacketBytes} are needed. Set max_allowed_packet = 16M there.`,
    );
  return serverOf(String(rows[0]?.['version']));
};

const inDatabase = async <T>(
  target: MysqlTarget,
  database: string | undefined,
  work: (connection: Connection) => Promise<T>,
): Promise<T> => {
  const connection = await createConnection({
    ...connectionOptions(target),
    ...(database === undefined ? {} : { database }),
  });
  try {
    return await work(connection);
  } finally {
    await connection.end().catch(() => undefined);
  }
};

const createDatabase = (target: MysqlTarget): Promise<void> =>
  inDatabase(target, undefined, async (connection) => {
    const { collation } = await askServer(connection);
    try {
      await connection.query(
        `CREATE DATABASE IF NOT EXISTS \`${target.database}\` CHARACTER SET utf8mb4 COLLATE ${collation}`,
      );
    } catch (error) {
      throw new Error(explain(error, target, collation), { cause: error });
    }
  });

/** New tables inherit what the database says. */
const settleCollation = async (
  connection: Connection,
  target: MysqlTarget,
  { collation }: MysqlServer,
): Promise<void> => {
  const [rows] = await connection.query<RowDataPacket[]>('SELECT @@collation_database AS collation');
  if (rows[0]?.['collation'] === collation) return;
  const statement = `ALTER DATABASE \`${target.database}\` CHARACTER SET utf8mb4 COLLATE ${collation}`;
  try {
    await connection.query(statement);
  } catch (error) {
    const wrong = `the database ${target.database} compares as ${String(rows[0]?.['collation'])}`;
    throw new Error(`${wrong}. Let an administrator run:\n  ${statement};\n  ${grants(target, collation)}`, {
      cause: error,
    });
  }
};

/** Checks the server, and makes the database when it is missing and we may. */
export const prepareServer = async (target: MysqlTarget): Promise<MysqlServer> => {
  const settle = (): Promise<MysqlServer> =>
    inDatabase(target, target.database, async (connection) => {
      const server = await askServer(connection);
      await settleCollation(connection, target, server);
      return server;
    });
  try {
    return await settle();
  } catch (error) {
    if (!isUnknownDatabase(error)) throw error;
    await createDatabase(target);
    return settle();
  }
};
