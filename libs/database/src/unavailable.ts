/**
 * The server says that it is full, goes down, only reads, or is overrun:
 * https://mariadb.com/docs/server/reference/error-codes. The first three are collisions that did not end.
 */
const serverErrors = new Set([
  ...[1205, 1213, 1020],
  ...[1021, 1114, 1041],
  ...[1053, 1077, 1317, 1927],
  ...[1290, 1836],
  ...[1040, 1203, 1226],
]);

/** ER_STATEMENT_TIMEOUT of MariaDB, ER_QUERY_TIMEOUT of MySQL. */
const overdueErrors = new Set([1969, 3024]);

/** SQLITE_BUSY, LOCKED, IOERR, FULL, CANTOPEN, https://sqlite.org/rescode.html */
const sqliteErrors = new Set([5, 6, 10, 13, 14]);

interface DriverError {
  readonly errno?: number;
  readonly errcode?: number;
  readonly fatal?: boolean;
}

/** TypeORM wraps what happens at a statement, not what happens before there is a connection. */
const driverErrorOf = (error: object): DriverError =>
  'driverError' in error && typeof error.driverError === 'object' && error.driverError !== null
    ? error.driverError
    : error;

/** Whether the server ended a statement because it took longer than one may: it works, but not at that. */
export const isOverdue = (error: unknown): boolean =>
  error instanceof Error && overdueErrors.has(driverErrorOf(error).errno ?? 0);

/**
 * Whether a database failed because it cannot serve now, for no fault of the statement: it is away, shutting down, full,
 * or taken. A transaction that failed so did nothing, unless the answer to its commit was lost.
 */
export const isUnavailable = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { errno = 0, errcode = 0, fatal = false } = driverErrorOf(error);
  // mysql2 calls what ends a connection fatal; the lower byte of an extended code of SQLite is the primary one.
  return fatal || serverErrors.has(errno) || overdueErrors.has(errno) || sqliteErrors.has(errcode & 0xff);
};
