import type { MysqlTarget } from './mysql-url';

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

export const isUnknownDatabase = (error: unknown): boolean => codeOf(error) === 'ER_BAD_DB_ERROR';

/** What an administrator of the server runs so that we may work. */
export const grants = ({ database, user }: MysqlTarget, collation: string): string =>
  [
    `CREATE DATABASE IF NOT EXISTS \`${database}\` CHARACTER SET utf8mb4 COLLATE ${collation};`,
    `GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES ON \`${database.replaceAll('_', '\\_')}\`.* TO '${user}'@'%';`,
  ].join('\n  ');

type Fault = (target: MysqlTarget, code: string, collation: string) => string;

const unreachable: Fault = ({ host, port }, code) =>
  `${host}:${port} cannot be reached (${code}). Does the server run there?`;
const letNobodyIn: Fault = ({ host, port, user }) =>
  `${host}:${port} does not let the user ${user} in: check user and password.`;
const mayNot: Fault = (target, _, collation) =>
  `the user ${target.user} may not create or use the database ${target.database}. ` +
  `Let an administrator run:\n  ${grants(target, collation)}`;
const noTls: Fault = ({ host, port }) =>
  `${host}:${port} has no TLS. Set it up there; or switch TLS off here, on a network that you trust.`;

const faults = new Map<string, Fault>([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].map(
    (code) => [code, unreachable] as const,
  ),
  ...['ER_ACCESS_DENIED_ERROR', 'ER_ACCESS_DENIED_NO_PASSWORD_ERROR'].map(
    (code) => [code, letNobodyIn] as const,
  ),
  ...['ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR', 'ER_TABLEACCESS_DENIED_ERROR'].map(
    (code) => [code, mayNot] as const,
  ),
  ['HANDSHAKE_NO_SSL_SUPPORT', noTls],
]);

/** The fault in words that say what to do; never a password. */
export const explain = (error: unknown, target: MysqlTarget, collation = 'utf8mb4_bin'): string => {
  const code = codeOf(error);
  const fault = faults.get(code);
  if (fault) return fault(target, code, collation);
  const message = error instanceof Error ? error.message : String(error);
  return `${target.host}:${target.port}: ${message}`;
};
