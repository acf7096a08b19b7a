import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const abandonedAfterMs = 60 * 60 * 1000;

/**
 * Lets `fill` write into a folder beside `target` and renames it when all is there: whoever sees `target` sees it
 * whole. Of two that fill at once the first wins. What a killed run left behind is removed an hour later.
 */
export async function finishFolder(target: string, fill: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const prefix = `${basename(target)}.part-`;
  await removeAbandoned(dirname(target), prefix);
  const folder = join(dirname(target), `${prefix}${randomUUID()}`);
  await mkdir(folder);
  try {
    await fill(folder);
    await rename(folder, target);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (!isTaken(error)) throw error;
  }
}

async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  for (const name of names) {
    const age = Date.now() - (await stat(join(parent, name))).mtimeMs;
    if (age > abandonedAfterMs) await rm(join(parent, name), { recursive: true, force: true });
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'EEXIST');
