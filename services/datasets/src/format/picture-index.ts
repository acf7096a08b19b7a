import type { Split } from '@tutti/contracts/datasets';
import { baseOf, folderOf, namesPicture, plainPath, splitOf } from './paths';

/** Finds pictures by what data files call them, which is seldom exactly where they lie. */
export class PictureIndex {
  private readonly byBase = new Map<string, string[]>();

  constructor(names: Iterable<string>) {
    for (const name of names) {
      if (!namesPicture(name)) continue;
      const known = this.byBase.get(baseOf(name));
      if (known === undefined) this.byBase.set(baseOf(name), [name]);
      else known.push(name);
    }
  }

  /**
   * The picture whose path ends like `called`; where several do, the one beside the data file, else the one in a folder
   * of the same split. `undefined`: none. `'ambiguous'`: several, none better.
   */
  find(
    called: string,
    dataFile: string,
    split: Split | undefined,
  ): { path: string } | 'ambiguous' | undefined {
    const plain = plainPath(called);
    const same = this.byBase.get(baseOf(plain)) ?? [];
    for (let end = plain; ; end = end.slice(end.indexOf('/') + 1)) {
      const ending = same.filter((name) => name === end || name.endsWith(`/${end}`));
      if (ending.length > 0) return best(ending, end, { folder: folderOf(dataFile), split });
      if (!end.includes('/')) return undefined;
    }
  }
}

function best(
  names: readonly string[],
  end: string,
  { folder, split }: { folder: string; split: Split | undefined },
): { path: string } | 'ambiguous' {
  const score = (name: string): number => {
    const before = name.slice(0, Math.max(name.length - end.length - 1, 0));
    if (before === folder) return 2;
    return split !== undefined && before.split('/').some((part) => splitOf(part) === split) ? 1 : 0;
  };
  const top = Math.max(...names.map(score));
  const [first, ...others] = names.filter((name) => score(name) === top);
  return first === undefined || others.length > 0 ? 'ambiguous' : { path: first };
}
