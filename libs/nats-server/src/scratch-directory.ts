import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identify } from './server/process-identity';

/**
 * A new directory inside `parent`, for work that ends with a rename. Its name says whose it is: what a killed process
 * left behind is removed by the next one.
 */
export const makeScratchDirectory = async (parent: string, prefix: string): Promise<string> => {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (name.startsWith(prefix) && (await isAbandoned(name.slice(prefix.length)))) {
      await rm(join(parent, name), { recursive: true, force: true });
    }
  }
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
};

const isAbandoned = async (suffix: string): Promise<boolean> => {
  const pid = Number.parseInt(suffix, 10);
  return Number.isInteger(pid) && (await identify(pid)) === undefined;
};
