import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type DataPaths, prepareDataDir } from '../data-dir';

export interface DistributedPaths extends DataPaths {
  readonly logs: string;
  readonly processes: string;
  readonly mariadb: string;
  readonly adminPassword: string;
  /** Where the services' databases are, for people and for tests. */
  readonly databaseUrl: string;
}

/** What a standalone system has, and beside it what separate processes need. */
export const prepareDistributedDir = async (data: string): Promise<DistributedPaths> => {
  const paths = {
    ...(await prepareDataDir(data)),
    logs: join(data, 'logs'),
    processes: join(data, 'processes.json'),
    mariadb: join(data, 'mariadb'),
    databaseUrl: join(data, 'database-url'),
    adminPassword: join(data, 'admin-password'),
  };
  for (const dir of [paths.logs, paths.mariadb]) await mkdir(dir, { recursive: true, mode: 0o700 });
  return paths;
};
