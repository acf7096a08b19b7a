import { readFileSync } from 'node:fs';

/** Where a database of MySQL or MariaDB is, and how to reach it. */
export interface MysqlTarget {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Connections that stay open when idle. */
  readonly poolSize: number;
  /** Connections beyond that, while they are needed. */
  readonly poolOverflow: number;
  /** The server must prove who it is: to Node's certificate authorities, or to this one. Plain when absent. */
  readonly tls?: { readonly ca?: string };
}

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Quoted in SQL, a file name at the server, part of a lock's name. */
const databaseName = /^[A-Za-z0-9_-]{1,64}$/;

const count = (text: string | null, fallback: number): number => {
  const value = text === null ? fallback : Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 1000) return value;
  throw new Error('poolSize and poolOverflow are whole numbers up to 1000');
};

const tlsOf = (url: URL): MysqlTarget['tls'] => {
  const tls = url.searchParams.get('tls') ?? (loopback.has(url.hostname) ? 'off' : 'on');
  if (tls !== 'on' && tls !== 'off') throw new Error('tls is on or off');
  const file = url.searchParams.get('ca');
  return tls === 'off' ? undefined : { ...(file === null ? {} : { ca: readFileSync(file, 'utf8') }) };
};

/**
 * `mysql://user:password@host:port/database?poolSize=5&poolOverflow=10&tls=on&ca=<file>`. TLS is on beyond loopback
 * unless it is switched off. Throws without repeating the URL, which holds the password.
 */
export const parseMysqlUrl = (text: string): MysqlTarget => {
  if (!URL.canParse(text)) throw new Error('it cannot be read');
  const url = new URL(text);
  const database = decodeURIComponent(url.pathname.slice(1));
  if (!databaseName.test(database))
    throw new Error('the database has a name of letters, digits, - and _, 64 at most');
  if (url.hostname === '' || url.username === '') throw new Error('user and host are missing');
  const poolSize = count(url.searchParams.get('poolSize'), 5);
  if (poolSize === 0) throw new Error('poolSize is at least 1');
  const tls = tlsOf(url);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database,
    poolSize,
    poolOverflow: count(url.searchParams.get('poolOverflow'), 10),
    ...(tls ? { tls } : {}),
  };
};
