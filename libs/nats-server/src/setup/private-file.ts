import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';

/** A secret: readable by its owner alone. */
export const writePrivateFile = (path: string, content: string | Uint8Array): Promise<void> =>
  writeFile(path, content, { mode: 0o600, flag: 'wx' });

/** Replaces a secret in one step: a reader sees the old one or the new one. */
export const replacePrivateFile = async (path: string, content: string | Uint8Array): Promise<void> => {
  const temporary = `${path}.${process.pid}.new`;
  await writeFile(temporary, content, { mode: 0o600 });
  await rename(temporary, path);
};

/** A directory that its owner alone may enter, also when it was there before. */
export const makePrivateDirectory = async (path: string): Promise<void> => {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
};
