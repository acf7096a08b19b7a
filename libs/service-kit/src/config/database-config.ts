import { z } from 'zod';
import { ConfigError } from './config-error';
import { secret } from './config-schema';

const text = z.string().min(1);

/** Where the databases are: the same keys for every service. Spread it into the schema of a process. */
export const databaseConfig = {
  DATABASE_URL: secret(z.string())
    .optional()
    .describe(
      '`sqlite:<directory>`, or `mysql://user:password@host:3306/prefix` for MySQL 8 or MariaDB. Each service has a database of its own: `<prefix>_identity`, `<prefix>_devices`.',
    ),
  MYSQL_HOST: secret(text)
    .optional()
    .describe('Host of MySQL or MariaDB, with the next four instead of DATABASE_URL (S0-24).'),
  MYSQL_PORT: secret(z.coerce.number().int().min(1).max(65_535)).default(3306).describe('Its port.'),
  MYSQL_USER: secret(text).optional().describe('Its user.'),
  MYSQL_PSWD: secret(z.string()).optional().describe('The password of the user.'),
  MYSQL_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,48}$/)
    .default('tutti')
    .describe('What the names of the databases begin with (S0-28).'),
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('Connections to MySQL that each service keeps open (S0-9).'),
  DATABASE_POOL_MAX_OVERFLOW: z.coerce
    .number()
    .int()
    .min(0)
    .max(1000)
    .default(10)
    .describe('Connections beyond these, while they are needed (S0-9).'),
  DATABASE_TLS: z
    .enum(['on', 'off'])
    .optional()
    .describe(
      'Whether the connection to MySQL is encrypted, its server proven. On when absent, except on loopback.',
    ),
  DATABASE_TLS_CA: z
    .string()
    .optional()
    .describe("File of the certificate authority of MySQL's server, when Node does not know it."),
};

export type DatabaseConfig = z.infer<z.ZodObject<typeof databaseConfig>>;

const prefixPattern = /^[A-Za-z0-9_-]{1,48}$/;

const fromParts = ({ MYSQL_HOST, MYSQL_PORT, MYSQL_USER, MYSQL_PSWD, MYSQL_NAME }: DatabaseConfig): URL => {
  if (MYSQL_USER === undefined) throw new ConfigError(['MYSQL_USER is missing: MYSQL_HOST is set.']);
  const url = new URL('mysql://host');
  url.hostname = MYSQL_HOST ?? '';
  if (url.hostname !== MYSQL_HOST) throw new ConfigError(['MYSQL_HOST is not the name of a host.']);
  url.port = String(MYSQL_PORT);
  url.username = encodeURIComponent(MYSQL_USER);
  url.password = encodeURIComponent(MYSQL_PSWD ?? '');
  url.pathname = `/${MYSQL_NAME}`;
  return url;
};

const fromUrl = (text: string): URL => {
  if (!/^(mysql|mariadb):/.test(text) || !URL.canParse(text))
    throw new ConfigError([
      'DATABASE_URL must look like sqlite:<directory> or mysql://user:password@host:3306/prefix.',
    ]);
  const url = new URL(text);
  if (!prefixPattern.test(url.pathname.slice(1)))
    throw new ConfigError([
      'DATABASE_URL must end with a prefix of letters, digits, - and _, 48 at most. ' +
        'In a password write @ / : ? # and % percent-encoded (@ is %40).',
    ]);
  return url;
};

const ofService = (base: URL, service: string, config: DatabaseConfig): string => {
  const url = new URL(base);
  url.pathname += `_${service}`;
  const parameters = {
    poolSize: config.DATABASE_POOL_SIZE,
    poolOverflow: config.DATABASE_POOL_MAX_OVERFLOW,
    tls: config.DATABASE_TLS,
    ca: config.DATABASE_TLS_CA,
  };
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && !url.searchParams.has(name)) url.searchParams.set(name, String(value));
  return url.href;
};

/** Undefined where the URL names a server. */
const folderOf = (url: string | undefined, directory: string | undefined): string | undefined => {
  if (url !== undefined && !url.startsWith('sqlite:')) return undefined;
  const folder = url?.slice('sqlite:'.length) ?? directory;
  if (folder === undefined) throw new ConfigError(['DATABASE_URL is missing.']);
  if (folder === '') throw new ConfigError(['DATABASE_URL must name a directory: sqlite:<directory>.']);
  return folder;
};

/**
 * The database of each service, for `openDatabase`: a file in a directory, or one of its own at a server. Files in
 * `directory`, if there is one, where nothing is configured. Throws a `ConfigError`, which repeats no value.
 */
export const databaseUrls = (config: DatabaseConfig, directory?: string): ((service: string) => string) => {
  const { DATABASE_URL, MYSQL_HOST } = config;
  if (DATABASE_URL !== undefined && MYSQL_HOST !== undefined)
    throw new ConfigError(['DATABASE_URL and MYSQL_HOST are both set: keep one.']);
  if (MYSQL_HOST === undefined) {
    const folder = folderOf(DATABASE_URL, directory);
    if (folder !== undefined) return (service) => `sqlite:${folder}/${service}.sqlite`;
  }
  const base = DATABASE_URL === undefined ? fromParts(config) : fromUrl(DATABASE_URL);
  return (service) => ofService(base, service, config);
};
