import type { Split } from '@tutti/contracts/datasets';
import type { ItemDescription } from './description';

const pictureEnding = /\.(jpe?g|png|webp|bmp|dib|gif|tiff?|pgm|ppm|heic|heif|avif|jp2|mpo|pfm|dng)$/i;

/** Whether a name claims to be a picture, taken or not: what is not taken is told by its content, one by one. */
export const namesPicture = (name: string): boolean => pictureEnding.test(name);

export const folderOf = (name: string): string => name.slice(0, Math.max(name.lastIndexOf('/'), 0));
export const baseOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
export const stemOf = (name: string): string => {
  const dot = name.lastIndexOf('.');
  return dot > name.lastIndexOf('/') + 1 ? name.slice(0, dot) : name;
};

const synonyms: readonly (readonly [RegExp, Split])[] = [
  [/^(train|training)$/, 'train'],
  [/^(val|valid|validation|dev)$/, 'validation'],
  [/^(test|testing)$/, 'test'],
];

/** The split that a word means: `train`, `train2017`, `valid`. */
export function splitOf(word: string): Split | undefined {
  const bare = word.toLowerCase().replace(/\d+$/, '');
  return synonyms.find(([pattern]) => pattern.test(bare))?.[1];
}

/** The split that a word of a file's name means (`instances_val2017.json`), else one of its folders as a whole (`valid/`). */
export function splitInPath(path: string): Split | undefined {
  const words = [...folderOf(path).split('/'), ...baseOf(path).split(/[_.\-\s]+/)];
  return words.map(splitOf).findLast((split) => split !== undefined);
}

/** A relative path as data files write it, told plainly: `./a\b.jpg` is `a/b.jpg`; what leads up is cut off there. */
export function plainPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.normalize('NFC').replaceAll('\\', '/').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** By code point, as Python sorts; JavaScript's own order is by UTF-16 unit. */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const endings = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
} as const;

const longestStem = 180;
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * Names for exported pictures: flat, so that no trainer mistakes a folder for a split or a class, harmless on every
 * system, with an ending that is true, and unique even without it and without case (`a.jpg` and `A.png` would share YOLO's
 * `a.txt`). A name that was given here once is given again. Keeps the stems: some 100 bytes for each picture.
 */
export class ExportNames {
  private readonly taken = new Set<string>();

  next({ fileName, mediaType, sha256 }: Pick<ItemDescription, 'fileName' | 'mediaType' | 'sha256'>): string {
    const flat = fileName
      .normalize('NFC')
      .replaceAll(/[\\/]+/g, '-')
      .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, '_');
    const given = endings[mediaType].find((ending) => flat.toLowerCase().endsWith(ending));
    const ending = given === undefined ? endings[mediaType][0] : flat.slice(-given.length);
    const stem = harmless(given === undefined ? flat : flat.slice(0, -given.length));
    return this.unique(stem, sha256) + ending;
  }

  private unique(stem: string, sha256: string): string {
    const digest = sha256.slice(0, 12);
    let free = stem;
    for (let n = 1; this.taken.has(free.toLowerCase()); n++)
      free = suffixed(stem, n === 1 ? digest : `${digest}-${n}`);
    this.taken.add(free.toLowerCase());
    return free;
  }
}

const suffixed = (stem: string, suffix: string): string =>
  `${trimmed(stem, longestStem - suffix.length - 1)}-${suffix}`;

function harmless(stem: string): string {
  const short = trimmed(stem.replace(/^[.\s-]+/u, ''), longestStem);
  if (short === '') return 'picture';
  return reserved.test(short) ? `_${short}` : short;
}

/** At most so many bytes of UTF-8, whole characters, no dot or space at the end. */
function trimmed(text: string, bytes: number): string {
  let short = text;
  while (Buffer.byteLength(short) > bytes) short = [...short].slice(0, -1).join('');
  return short.replace(/[.\s]+$/u, '');
}
