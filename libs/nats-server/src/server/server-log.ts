import { mkdir, open, readFile, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

const largest = 16 * 1024 * 1024;

/** The log file, opened to append; one that has grown large becomes `<file>.1` first. */
export const openServerLog = async (path: string): Promise<FileHandle> => {
  await mkdir(dirname(path), { recursive: true });
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > largest) await rename(path, `${path}.1`);
  return open(path, 'a', 0o600);
};

/** The last lines of the log, for an error message. */
export const lastLogLines = async (path: string, count = 15): Promise<string> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count).join('\n');
};
