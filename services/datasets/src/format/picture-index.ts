import type { Split } from '@tutti/contracts/datasets';
import { folderOf, namesPicture, plainPath, splitOf } from './paths';

/** Folders that are looked at, from the end of a path. */
const mostParts = 8;
/** So many pictures called alike are not told apart by their folders. */
const mostAlike = 1000;

/**
 * Finds pictures by what data files call them, which is seldom exactly where they lie. Knows every path by its ends, so
 * that a hundred thousand pictures called `0001/rgb.jpg` are found as fast as any.
 */
export class PictureIndex {
  private readonly byEnd = new Map<string, string[]>();

  constructor(names: Iterable<string>) {
    for (const name of names) {
      if (!namesPicture(name)) continue;
      for (const end of endsOf(name)) {
        const known = this.byEnd.get(end);
        if (known === undefined) this.byEnd.set(end, [name]);
        else known.push(name);
      }
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
    for (const end of endsOf(plainPath(called))) {
      const names = this.byEnd.get(end) ?? [];
      if (names.length > mostAlike) return 'ambiguous';
      if (names.length > 0) return best(names, end, { folder: folderOf(dataFile), split });
    }
    return undefined;
  }
}

/** `b/c/d.jpg`, `c/d.jpg`, `d.jpg` of a path, longest first. */
function endsOf(path: string): readonly string[] {
  const parts = path.split('/').slice(-mostParts);
  return parts.map((_, at) => parts.slice(at).join('/'));
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
  const scores = names.map(score);
  const top = Math.max(...scores);
  const [first, ...others] = names.filter((_, at) => scores[at] === top);
  return first === undefined || others.length > 0 ? 'ambiguous' : { path: first };
}
