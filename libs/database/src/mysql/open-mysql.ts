import { DataSource, type DataSourceOptions } from 'typeorm';
import type { DatabaseOptions } from '../open-database';
import { setRunners } from '../transaction';
import { connectionOptions } from './connection-options';
import { explain } from './explain';
import { migrateMysql } from './migrate-mysql';
import { parseMysqlUrl, type MysqlTarget } from './mysql-url';
import { poolDriver, type Limits } from './pool';
import { prepareServer, type MysqlServer } from './prepare-server';
import { atOneMoment, serially } from './serially';

const working: Limits = { statementMs: 30_000, lockMs: 5000, silenceMs: 60_000 };
/** A table may be long, and another replica may be at it. */
const migrating: Limits = { statementMs: 0, lockMs: 60_000, silenceMs: 0 };

const sourceOptions = (
  target: MysqlTarget,
  server: MysqlServer,
  limits: Limits,
  options: DatabaseOptions,
): DataSourceOptions => ({
  type: server.type,
  driver: poolDriver(server, limits),
  database: target.database,
  timezone: 'Z',
  poolSize: target.poolSize + target.poolOverflow,
  extra: { ...connectionOptions(target), maxIdle: target.poolSize, enableKeepAlive: true },
  // Errors reach the caller; TypeORM's own console output stays off unless DEBUG asks for it.
  logger: 'debug',
  entities: [...options.entities],
  migrations: [...options.migrations],
});

const migrate = async (target: MysqlTarget, server: MysqlServer, options: DatabaseOptions): Promise<void> => {
  const source = new DataSource(sourceOptions(target, server, migrating, options));
  await source.initialize();
  try {
    await migrateMysql(source, target.database);
  } finally {
    await source.destroy();
  }
};

const open = async (target: MysqlTarget, options: DatabaseOptions): Promise<DataSource> => {
  const server = await prepareServer(target);
  await migrate(target, server, options);
  const source = new DataSource(sourceOptions(target, server, working, options));
  await source.initialize();
  setRunners(source, {
    write: (work) => serially(source, work),
    read: (work) => atOneMoment(source, work),
  });
  return source;
};

/** Opens (and creates, where it may) a database of MySQL or MariaDB, and brings its tables up to date. */
export const openMysql = async (options: DatabaseOptions): Promise<DataSource> => {
  let target: MysqlTarget;
  try {
    target = parseMysqlUrl(options.url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    throw new Error(
      `The database URL of ${options.name} must look like mysql://user:password@host:3306/database: ${reason}.`,
    );
  }
  try {
    return await open(target, options);
  } catch (error) {
    throw new Error(`The database of ${options.name}: ${explain(error, target)}`, { cause: error });
  }
};
