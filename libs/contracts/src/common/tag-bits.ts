/** What a number holds exactly, and every database beside it. */
const width = 53;
/** More for a key with its value, of which there are many and which is asked for more often. */
const perKey = 1;
const perPair = 3;

/** FNV-1a over UTF-16 code units, then the finaliser of MurmurHash3, so that every bit depends on all of the text. */
const hash = (text: string, seed: number): number => {
  let h = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1) h = Math.imul(h ^ text.charCodeAt(index), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const places = (text: string, count: number): number[] =>
  Array.from({ length: count }, (_, seed) => hash(text, seed) % width);

const numberOf = (bits: readonly number[]): number =>
  [...new Set(bits)].reduce((sum, place) => sum + 2 ** place, 0);

const pair = (key: string, value: string): string => `${key}=${value}`;

/** The bits of all tags that have this key. */
export const bitsOfKey = (key: string): number => numberOf(places(key, perKey));

/** The bits of all tags that have this key with this value. */
export const bitsOfTag = (key: string, value: string): number => numberOf(places(pair(key, value), perPair));

/**
 * A signature of tags: an index that holds it tells nearly all that do not have a tag from those that have it, without
 * a look at the tags themselves (superimposed coding, as in a Bloom filter). It is stored: to compute it otherwise, raise
 * the version of every projection that stores it.
 */
export const bitsOfTags = (tags: Readonly<Record<string, string>>): number =>
  numberOf(
    Object.entries(tags).flatMap(([key, value]) => [
      ...places(key, perKey),
      ...places(pair(key, value), perPair),
    ]),
  );
