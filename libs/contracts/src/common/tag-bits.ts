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

/** Bits at places that texts have, in two halves: operators on bits know 32. */
class Bits {
  #low = 0;
  #high = 0;

  add(text: string, count: number): this {
    for (let seed = 0; seed < count; seed += 1) {
      const place = hash(text, seed) % width;
      if (place < 32) this.#low |= 1 << place;
      else this.#high |= 1 << (place - 32);
    }
    return this;
  }

  get number(): number {
    return this.#high * 2 ** 32 + (this.#low >>> 0);
  }
}

const pair = (key: string, value: string): string => `${key}=${value}`;

/** The bits of all tags that have this key. */
export const bitsOfKey = (key: string): number => new Bits().add(key, perKey).number;

/** The bits of all tags that have this key with this value. */
export const bitsOfTag = (key: string, value: string): number =>
  new Bits().add(pair(key, value), perPair).number;

/**
 * A signature of tags: an index that holds it tells nearly all that do not have a tag from those that have it, without
 * a look at the tags themselves (superimposed coding, as in a Bloom filter). It is stored: to compute it otherwise, raise
 * the version of every projection that stores it.
 */
export const bitsOfTags = (tags: Readonly<Record<string, string>>): number => {
  const bits = new Bits();
  for (const [key, value] of Object.entries(tags)) bits.add(key, perKey).add(pair(key, value), perPair);
  return bits.number;
};
