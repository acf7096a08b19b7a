import { createPool, type Connection, type Pool, type PoolOptions } from 'mysql2';
import type { MysqlServer } from './prepare-server';

/** What a connection must not wait longer for, in milliseconds. */
export interface Limits {
  /** Of one statement, told to the server. */
  readonly statementMs: number;
  /** For a lock that another transaction holds, told to the server. */
  readonly lockMs: number;
  /** For any sign of life: a server that vanished without a word. */
  readonly silenceMs: number;
}

/**
 * SERIALIZABLE: a transaction sees and does what it would alone, as on SQLite, which has one writer; see
 * docs/adr. Outside transactions a connection only reads, without locks.
 */
const sessionStatements = ({ type, collation }: MysqlServer, limits: Limits): readonly string[] => [
  `SET NAMES utf8mb4 COLLATE ${collation}`,
  'SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY',
  "SET SESSION time_zone = '+00:00', default_storage_engine = InnoDB, " +
    "sql_mode = 'STRICT_ALL_TABLES,ONLY_FULL_GROUP_BY,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION', " +
    `innodb_lock_wait_timeout = ${Math.ceil(limits.lockMs / 1000)}, ` +
    (type === 'mariadb'
      ? `max_statement_time = ${limits.statementMs / 1000}`
      : `max_execution_time = ${limits.statementMs}`),
];

interface Socket {
  setTimeout(ms: number, onTimeout: () => void): void;
  destroy(error: Error): void;
}

/** A connection that was not set up as we need it is not used. */
const setUp = (connection: Connection, statements: readonly string[], limits: Limits): void => {
  for (const statement of statements)
    connection.query(statement, (error) => {
      if (error) connection.destroy();
    });
  const { stream } = connection as unknown as { readonly stream: Socket };
  if (limits.silenceMs > 0)
    stream.setTimeout(limits.silenceMs, () => stream.destroy(new Error('The database server is silent.')));
};

/** mysql2 as TypeORM's `driver`, whose connections are all set up alike. */
export const poolDriver = (server: MysqlServer, limits: Limits) => ({
  createPool: (options: PoolOptions): Pool => {
    const pool = createPool(options);
    const statements = sessionStatements(server, limits);
    pool.on('connection', (connection) => setUp(connection, statements, limits));
    return pool;
  },
});
