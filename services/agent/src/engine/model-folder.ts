import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface ModelFile {
  readonly path: string;
  readonly name: string;
  readonly modifiedAt: number;
  readonly size: number;
}

/** The newest `.onnx` of a folder, by time and then by name; undefined when there is none or no folder. */
export async function newestModel(folder: string): Promise<ModelFile | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /^[^.].*\.onnx$/i.test(name));
  const files = await Promise.all(names.map((name) => look(join(folder, name), name)));
  return files
    .filter((file) => file !== undefined)
    .sort((a, b) => b.modifiedAt - a.modifiedAt || (a.name < b.name ? 1 : -1))[0];
}

async function look(path: string, name: string): Promise<ModelFile | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, name, modifiedAt: found.mtimeMs, size: found.size } : undefined;
}

export const sameFile = (a: ModelFile | undefined, b: ModelFile | undefined): boolean =>
  a?.path === b?.path && a?.modifiedAt === b?.modifiedAt && a?.size === b?.size;
