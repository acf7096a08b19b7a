import { classKeyOf, foldClassName, type MissingClass } from '@tutti/contracts/datasets';
import type { ClassDescription } from './description';
import type { SourceClass } from './read-dataset';

/** Source class id → class key. */
export type ClassMapping = ReadonlyMap<string, string>;

export interface MatchedClasses {
  readonly mapping: ClassMapping;
  /** Of the source, without a counterpart in the schema. */
  readonly outside: readonly SourceClass[];
}

/** By key where the source has keys, else by name. */
export function matchClasses(
  classes: readonly SourceClass[],
  schema: readonly ClassDescription[],
): MatchedClasses {
  const keys = new Set(schema.map(({ key }) => key));
  const byName = new Map(schema.map(({ key, name }) => [foldClassName(name), key]));
  const mapping = new Map<string, string>();
  const outside: SourceClass[] = [];
  for (const one of classes) {
    const name = foldClassName(one.name);
    const named = byName.get(name) ?? (keys.has(name) ? name : undefined);
    const key = one.key !== undefined && keys.has(one.key) ? one.key : named;
    if (key === undefined) outside.push(one);
    else mapping.set(one.sourceId, key);
  }
  return { mapping, outside };
}

/** A schema for a dataset that has none yet: the source's classes with its ids, and keys that do not change any more. */
export function proposeSchema(classes: readonly SourceClass[]): readonly ClassDescription[] {
  const taken = new Set(classes.flatMap(({ key }) => key ?? []));
  return classes.map(({ id, name, key, colour }) => ({
    key: key ?? freeKey(name, id, taken),
    id,
    name,
    ...(colour === undefined ? {} : { colour }),
  }));
}

/** What classes of the source would be called in a schema that lacks them; two of one name are one class. */
export function proposeClasses(
  classes: readonly SourceClass[],
  used: ReadonlyMap<string, number>,
  takenKeys: readonly string[],
): { readonly added: ClassMapping; readonly missing: readonly MissingClass[] } {
  const taken = new Set(takenKeys);
  const byName = new Map<string, MissingClass>();
  const added = new Map<string, string>();
  for (const { sourceId, id, name, key: own } of classes) {
    const folded = foldClassName(name);
    const known = byName.get(folded);
    const key = known?.key ?? (own !== undefined && !taken.has(own) ? own : freeKey(name, id, taken));
    taken.add(key);
    byName.set(folded, { key, name: name.trim(), labels: (known?.labels ?? 0) + (used.get(sourceId) ?? 0) });
    added.set(sourceId, key);
  }
  return { added, missing: [...byName.values()] };
}

/** Of the 63 characters of a key; the rest is for a number where two names make the same. */
const longestWish = 58;

/** A name without a Latin letter or digit (불량) gets a key of its number. */
function freeKey(name: string, id: number, taken: Set<string>): string {
  const wish = classKeyOf(name)?.slice(0, longestWish) ?? `class-${id}`;
  let key = wish;
  for (let n = 2; taken.has(key); n++) key = `${wish}-${n}`;
  taken.add(key);
  return key;
}
