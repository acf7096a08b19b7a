import type { ConnectionOptions } from 'mysql2';
import type { MysqlTarget } from './mysql-url';

const CONNECT_TIMEOUT_MS = 10_000;

/** What every connection of ours has in common. Numbers come as numbers, times in UTC, LOCAL INFILE never. */
export const connectionOptions = ({
  host,
  port,
  user,
  password,
  tls,
}: Omit<MysqlTarget, 'database'>): ConnectionOptions => ({
  host,
  port,
  user,
  password,
  charset: 'utf8mb4',
  timezone: 'Z',
  connectTimeout: CONNECT_TIMEOUT_MS,
  supportBigNumbers: true,
  bigNumberStrings: false,
  decimalNumbers: true,
  flags: ['-LOCAL_FILES'],
  ...(tls ? { ssl: { ...tls, rejectUnauthorized: true, verifyIdentity: true, minVersion: 'TLSv1.2' } } : {}),
});
