import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where things are kept below the data directory. */
export const dataPaths = (data: string) => ({
  natsSetup: join(data, 'nats'),
  natsStore: join(data, 'nats-store'),
  natsLog: join(data, 'nats-server.log'),
  natsPort: join(data, 'nats-port'),
  tls: join(data, 'tls'),
  log: join(data, 'tutti.log'),
  databases: join(data, 'db'),
  blobs: join(data, 'blobs'),
  /** Stays over restarts: this process takes up its own leases again at once. */
  replicaId: join(data, 'replica-id'),
  agent: join(data, 'agent'),
  agentModels: join(data, 'agent', 'models'),
  trainer: join(data, 'trainer'),
  /** A folder per program with its credentials and keys: all that its processes may read of the setup. */
  serviceSetups: join(data, 'services'),
});
export type DataPaths = ReturnType<typeof dataPaths>;

/** Makes the directories; nobody else may look into them. */
export const prepareDataDir = async (data: string): Promise<DataPaths> => {
  const paths = dataPaths(data);
  for (const dir of [data, paths.databases, paths.blobs, paths.agent, paths.agentModels, paths.trainer]) {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  }
  await chmod(data, 0o700);
  return paths;
};

/** Random text that is made once and kept. */
export const keptKey = async (file: string): Promise<string> => {
  await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  return readFile(file, 'utf8');
};
