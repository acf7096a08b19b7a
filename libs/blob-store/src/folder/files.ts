import { open } from 'node:fs/promises';

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

/** `undefined` when the file is not there. */
export const orUndefined = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
};

/** Whether something stands where a file or folder was to go: POSIX has a code for each combination of the two. */
export const isTaken = (error: unknown): boolean =>
  ['EEXIST', 'ENOTEMPTY', 'EISDIR', 'ENOTDIR'].some((code) => code === codeOf(error));

/** ENOSPC: the disk is full; EDQUOT: the user's share of it. */
export const isFull = (error: unknown): boolean => codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';

/** A rename is durable once its folder is synced (fsync(2)); Windows can neither open nor sync a folder. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
