import { chmod, copyFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeScratchDirectory } from '../scratch-directory';

/**
 * Puts an executable in place in one step. A second process that does the same replaces it by the same bytes, and
 * nobody ever sees half a file.
 */
export const installFile = async (source: string, target: string): Promise<void> => {
  await withScratchDirectory(dirname(target), async (scratch) => {
    const copy = join(scratch, 'binary');
    await copyFile(source, copy);
    await chmod(copy, 0o755);
    await rename(copy, target);
  });
};

/** Runs `work` with a new directory inside `parent`, which is gone afterwards whatever happens. */
export const withScratchDirectory = async <T>(
  parent: string,
  work: (scratch: string) => Promise<T>,
): Promise<T> => {
  const scratch = await makeScratchDirectory(parent, '.fetch-');
  try {
    return await work(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
