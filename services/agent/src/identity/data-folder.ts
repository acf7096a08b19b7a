import { chmod, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A data folder that cannot be used, and what to do about it. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

export interface DataFolder {
  readonly path: string;
  /** Lets another agent have it. */
  release(): void;
}

const lockName = 'agent.lock';

/** Makes the folder (mode 0700) and takes it for this process alone. */
export async function openDataFolder(wished: string): Promise<DataFolder> {
  await mkdir(wished, { recursive: true, mode: 0o700 });
  const path = await realpath(wished);
  await makePrivate(path);
  const lock = takeLock(path);
  return { path, release: () => lock.close() };
}

/** Somebody else's folder is not shut for others by mistake. */
async function makePrivate(path: string): Promise<void> {
  const open = process.platform !== 'win32' && ((await stat(path)).mode & 0o077) !== 0;
  if (!open) return;
  const names = await readdir(path);
  if (names.length > 0 && !names.includes(lockName)) {
    throw new DataFolderError(
      `${path} holds other files and others can read it: give the agent a folder of its own with --data.`,
    );
  }
  await chmod(path, 0o700);
}

/** The lock of an SQLite file: it goes with its process, however that ends, and works on every platform. */
function takeLock(path: string): DatabaseSync {
  const lock = new DatabaseSync(join(path, lockName), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    throw new DataFolderError(`Another agent uses ${path}: give each its own folder with --data.`, {
      cause: error,
    });
  }
}
