import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, rename, rm, writeFile } from 'node:fs/promises';

/** A secret: readable by its owner alone. */
export const writePrivateFile = (path: string, content: string | Uint8Array): Promise<void> =>
  writeFile(path, content, { mode: 0o600, flag: 'wx' });

const temporaryFor = (path: string): string => `${path}.${randomUUID()}.new`;

/** Replaces a secret in one step: a reader sees the old one or the new one. */
export const replacePrivateFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const temporary = temporaryFor(path);
  await writeFile(temporary, content, { mode: 0o600 });
  await rename(temporary, path);
};

/** Makes a secret unless it is there: of many at once one makes it, and nobody ever reads half of it. */
export const makePrivateFile = async (path: string, content: string): Promise<void> => {
  const temporary = temporaryFor(path);
  await writePrivateFile(temporary, content);
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(temporary);
};

/** A directory that its owner alone may enter, also when it was there before. */
export const makePrivateDirectory = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
};
