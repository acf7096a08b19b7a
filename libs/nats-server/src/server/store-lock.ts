import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { type NatsSetup } from '../setup/nats-setup';
import { identify } from './process-identity';
import { storePaths } from './server-config';
import { stopProcess } from './stop-process';

const owner = z.object({ pid: z.number(), startedAt: z.string() });

/** Another living process runs a server on this store directory. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
}

/**
 * Makes this process the owner of a store directory. A server whose owner died (it runs in a session of its own, so
 * it outlives a killed parent) is stopped first; one whose owner lives is left alone and refused.
 */
export const takeStore = async (setup: NatsSetup, storeDir: string): Promise<void> => {
  const paths = storePaths(storeDir);
  const server = await runningServer(setup, storeDir);
  if (server !== undefined) {
    const holder = await livingOwner(paths.owner);
    if (holder !== undefined) {
      throw new StoreInUse(
        `Process ${holder} uses ${storeDir} (with nats-server ${server}). Stop that one first, or use another folder.`,
      );
    }
    await stopProcess(server);
  }
  // Left behind by a server that was killed; its process id may be given out again.
  await rm(paths.run, { recursive: true, force: true });
  await mkdir(paths.run, { recursive: true });
  const self = await identify(process.pid);
  await writeFile(paths.owner, JSON.stringify({ pid: process.pid, startedAt: self?.startedAt ?? '' }));
};

export const releaseStore = (storeDir: string): Promise<void> =>
  rm(storePaths(storeDir).owner, { force: true });

/** The process that runs a nats-server with our configuration file, as its pid file and the process table say. */
const runningServer = async (setup: NatsSetup, storeDir: string): Promise<number | undefined> => {
  const text = await readFile(storePaths(storeDir).pid, 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const identity = await identify(pid);
  return identity?.commandLine.includes(setup.configFile) === true ? pid : undefined;
};

const livingOwner = async (path: string): Promise<number | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => '{}');
  const parsed = owner.safeParse(JSON.parse(text === '' ? '{}' : text));
  if (!parsed.success) return undefined;
  const identity = await identify(parsed.data.pid);
  return identity?.startedAt === parsed.data.startedAt ? parsed.data.pid : undefined;
};
