import { readdir, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';

export interface ModelFile {
  readonly path: string;
  /** As people see it: its path inside the folder. */
  readonly name: string;
  readonly modifiedAt: number;
  readonly size: number;
  /** The file's own name without `.onnx`, for models that do not say theirs. */
  readonly stem: string;
  /** Name and version by the place `<name>/<version>/model.onnx`, which go before what the file says. */
  readonly placed: { readonly name: string; readonly version: string } | undefined;
}

/**
 * All models of a folder, the newest first, by time and then by name: `*.onnx` in it, and `<name>/<version>/model.onnx`
 * as model repositories of Triton and KServe have it. Empty when there is no folder.
 */
export async function modelFiles(folder: string): Promise<readonly ModelFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const visible = entries.filter(({ name }) => !name.startsWith('.'));
  const found = await Promise.all(
    visible.map(({ name }) => (/\.onnx$/i.test(name) ? inFolder(folder, name) : inRepository(folder, name))),
  );
  return found.flat().sort((a, b) => b.modifiedAt - a.modifiedAt || (a.name < b.name ? 1 : -1));
}

async function inFolder(folder: string, name: string): Promise<ModelFile[]> {
  const found = await look(join(folder, name));
  return found === undefined ? [] : [{ ...found, name, stem: parse(name).name, placed: undefined }];
}

async function inRepository(folder: string, model: string): Promise<ModelFile[]> {
  const versions = await readdir(join(folder, model)).catch(() => []);
  const files = versions
    .filter((version) => !version.startsWith('.'))
    .map(async (version) => {
      const found = await look(join(folder, model, version, 'model.onnx'));
      const name = `${model}/${version}/model.onnx`;
      return found && { ...found, name, stem: model, placed: { name: model, version } };
    });
  return (await Promise.all(files)).filter((file) => file !== undefined);
}

async function look(path: string): Promise<Pick<ModelFile, 'path' | 'modifiedAt' | 'size'> | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? { path, modifiedAt: found.mtimeMs, size: found.size } : undefined;
}

export const sameFile = (a: ModelFile | undefined, b: ModelFile | undefined): boolean =>
  a?.path === b?.path && a?.modifiedAt === b?.modifiedAt && a?.size === b?.size;
