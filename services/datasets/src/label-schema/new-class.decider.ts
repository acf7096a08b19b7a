import {
  classKeyOf,
  colourOf,
  foldClassName,
  maxClasses,
  maxClassId,
  type LabelClass,
  type ProposedClass,
} from '@tutti/contracts/datasets';
import { refused } from '../dataset/dataset-refusal.decider';
import type { SchemaClass } from './label-schema.state';

type Known = Pick<SchemaClass, 'key' | 'id' | 'name' | 'shortcut' | 'retired'>;

const taken = (what: string): Error =>
  refused('label-schema.class-exists', `${what} is in use, or was: keys and numbers are never used again.`);

/** Names and shortcuts of retired classes are free again. */
export const assertFree = (
  { name, shortcut }: { readonly name?: string | undefined; readonly shortcut?: string | null | undefined },
  known: readonly Known[],
): void => {
  for (const other of known.filter(({ retired }) => !retired)) {
    if (name !== undefined && foldClassName(name) === foldClassName(other.name))
      throw taken(`The name ${JSON.stringify(name)}`);
    if (typeof shortcut === 'string' && shortcut === other.shortcut) throw taken(`The shortcut ${shortcut}`);
  }
};

/** The first free key: of the name, else with a number behind it. A key that is asked for must be free itself. */
const keyOf = ({ key, name }: ProposedClass, id: number, known: readonly Known[]): string => {
  const isFree = (candidate: string): boolean => known.every((other) => other.key !== candidate);
  if (key !== undefined) {
    if (!isFree(key)) throw taken(`The key ${key}`);
    return key;
  }
  const base = classKeyOf(name) ?? `class-${id}`;
  for (let n = 1; ; n++) {
    const suffix = n === 1 ? '' : `-${n}`;
    const candidate = base.slice(0, 63 - suffix.length) + suffix;
    if (isFree(candidate)) return candidate;
  }
};

/** Behind the greatest; where that is the end, the first that no class ever had. */
const nextId = (ids: ReadonlySet<number>): number => {
  const behind = Math.max(-1, ...ids) + 1;
  if (behind <= maxClassId) return behind;
  const all = Array.from({ length: ids.size + 1 }, (_, id) => id);
  return all.find((id) => !ids.has(id)) ?? behind;
};

const idOf = ({ id }: ProposedClass, known: readonly Known[]): number => {
  const ids = new Set(known.map((other) => other.id));
  if (id === undefined) return nextId(ids);
  if (ids.has(id)) throw taken(`The number ${id}`);
  return id;
};

/** A class with everything that was left open chosen. */
export const newClass = (proposed: ProposedClass, known: readonly Known[]): LabelClass => {
  if (known.length >= maxClasses)
    throw refused(
      'label-schema.too-many-classes',
      `A schema has at most ${maxClasses}, retired ones among them.`,
    );
  assertFree(proposed, known);
  const id = idOf(proposed, known);
  const { name, colour = colourOf(id), shortcut, description } = proposed;
  return {
    key: keyOf(proposed, id, known),
    id,
    name,
    colour,
    ...(shortcut === undefined ? {} : { shortcut }),
    ...(description === undefined ? {} : { description }),
  };
};

/** Several, each beside those before it. */
export const newClasses = (proposed: readonly ProposedClass[]): LabelClass[] => {
  const made: LabelClass[] = [];
  // Those that ask for a number first: the others take what is left.
  const asking = proposed.toSorted((a, b) => Number(a.id === undefined) - Number(b.id === undefined));
  const byProposal = new Map<ProposedClass, LabelClass>();
  for (const one of asking) {
    const next = newClass(
      one,
      made.map((of) => ({ ...of, retired: false })),
    );
    made.push(next);
    byProposal.set(one, next);
  }
  return proposed.flatMap((one) => byProposal.get(one) ?? []);
};
