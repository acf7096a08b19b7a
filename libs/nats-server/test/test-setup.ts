import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NatsSetup, type StartOptions } from '../src/index';
import { copyTestSetup, natsServerForTests } from '../src/testing/test-setup';

export interface TestSetup {
  readonly dir: string;
  readonly setup: NatsSetup;
  readonly options: StartOptions;
  remove(): Promise<void>;
}

/** A setup without a server, and what is needed to start one. */
export const newTestSetup = async (): Promise<TestSetup> => {
  const dir = await mkdtemp(join(tmpdir(), 'tutti-server-'));
  const setup = await copyTestSetup(join(dir, 'nats'));
  const binary = await natsServerForTests();
  return {
    dir,
    setup,
    options: { binary, setup, storeDir: join(dir, 'store'), logFile: join(dir, 'nats-server.log') },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
};
