import { type Split, split } from '@tutti/contracts/datasets';
import { readText } from '../json-file';
import { folderOf, plainPath, splitOf } from '../paths';
import type { FormatSource } from '../source';
import type { DataYaml } from './data-yaml';

const mostListBytes = 64 * 1024 * 1024;

/** Which split a picture belongs to, by what data.yaml says, else by its folders. */
export class PictureSplits {
  private readonly folders = new Map<string, Split | 'several'>();
  private readonly listed = new Map<string, Split | 'several'>();

  static async of(source: FormatSource, name: string, data: DataYaml): Promise<PictureSplits> {
    const found = new PictureSplits();
    const base = folderOf(name);
    const places = split.options.flatMap((name) => data.places[name].map((place) => [name, place] as const));
    for (const [of, place] of places) {
      // What `path` says is true on the machine where the file was written; the archive may lack that folder.
      const candidates = [`${base}/${data.path}/${place}`, `${base}/${place}`, place].map(plainPath);
      if (place.endsWith('.txt')) await found.list(source, candidates, of);
      else for (const folder of candidates) put(found.folders, folder, of);
    }
    return found;
  }

  /** `undefined` also where several splits claim it, as `train: images`, `val: images` does in a dataset without splits. */
  of(picture: string): Split | undefined {
    const listed = this.listed.get(picture);
    if (listed !== undefined) return listed === 'several' ? undefined : listed;
    for (let folder = folderOf(picture); ; folder = folderOf(folder)) {
      const split = this.folders.get(folder);
      if (split !== undefined) return split === 'several' ? undefined : split;
      if (folder === '') break;
    }
    return folderOf(picture)
      .split('/')
      .map(splitOf)
      .findLast((split) => split !== undefined);
  }

  private async list(source: FormatSource, candidates: readonly string[], split: Split): Promise<void> {
    const name = candidates.find((candidate) => source.has(candidate));
    if (name === undefined) return;
    for (const line of (await readText(source, name, mostListBytes)).split(/\r?\n/)) {
      if (line.trim() === '') continue;
      put(this.listed, plainPath(line.trim()), split);
      put(this.listed, plainPath(`${folderOf(name)}/${line.trim()}`), split);
    }
  }
}

function put(map: Map<string, Split | 'several'>, key: string, split: Split): void {
  const known = map.get(key);
  map.set(key, known === undefined || known === split ? split : 'several');
}
