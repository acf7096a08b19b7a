import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { findNatsServer, type NatsBinary } from '../obtain/find-nats-server';
import { initNats } from '../setup/init-nats';
import { type NatsSetup, setupFacts } from '../setup/nats-setup';
import { accountOf, userNames } from '../setup/users';
import { natsServerBin } from './config';

/** Directory of the checkout, from a source file and from a bundle of it alike. */
export const repositoryRoot = (from = import.meta.dirname): string => {
  if (existsSync(join(from, 'nx.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('nx.json is in no parent directory');
  return repositoryRoot(parent);
};

const cacheDir = join(repositoryRoot(), '.tutti', 'cache', 'nats');

/** The binary for tests: found as the product finds it, kept in the repository's cache. */
export const natsServerForTests = (): Promise<NatsBinary> =>
  findNatsServer({ cacheDir, env: { natsServerBin } });

/**
 * A setup for a test, in `dir`. Making keys takes half a second of computing, so it is a copy of one that is made once
 * and kept; one of another shape than this code's has another name.
 */
export const copyTestSetup = async (dir: string): Promise<NatsSetup> => {
  const shape = JSON.stringify([
    userNames.map((user) => [user, accountOf(user)]),
    z.toJSONSchema(setupFacts),
  ]);
  const name = `test-setup-${createHash('sha256').update(shape).digest('hex').slice(0, 16)}`;
  const kept = await initNats({ dir: join(cacheDir, name), workspace: 'test' });
  await cp(kept.dir, dir, { recursive: true });
  return initNats({ dir, workspace: 'test' });
};
