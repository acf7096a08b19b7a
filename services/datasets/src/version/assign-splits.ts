import { hash } from 'node:crypto';
import type { Split, SplitRule } from '@tutti/contracts/datasets';

/** What a split goes by of an item. */
export interface SplitItem {
  readonly id: string;
  /** Classes that stand in its label; none in a picture without boxes. */
  readonly classes: readonly string[];
  readonly deviceId: string | null;
  readonly given: Split | null;
}

/** Parts by the ids of items. */
export type Parts = ReadonlyMap<string, Split>;

interface Group {
  readonly items: readonly SplitItem[];
  /** Where its device's pictures stand already, if all stand in one part. */
  readonly home: Split | undefined;
  /** Its place in the shuffled order. */
  readonly order: string;
}

const parts = ['train', 'validation', 'test'] as const satisfies readonly Split[];
/** Pictures without any box are spread evenly too. */
const nothing = '';

const classesOf = ({ classes }: SplitItem): readonly string[] => (classes.length > 0 ? classes : [nothing]);

/** Of devices: the part in which all pictures stand that were kept, or that there are several. */
const homesOf = (items: readonly SplitItem[], kept: Parts): ReadonlyMap<string, Split | 'several'> => {
  const homes = new Map<string, Split | 'several'>();
  for (const { id, deviceId } of items) {
    const part = kept.get(id);
    if (part === undefined || deviceId === null) continue;
    homes.set(deviceId, (homes.get(deviceId) ?? part) === part ? part : 'several');
  }
  return homes;
};

/** Items that must stay together, the largest first: what is small fills up what is left. */
const groupsOf = (
  items: readonly SplitItem[],
  { groupByDevice, shuffle }: SplitRule,
  homes: ReturnType<typeof homesOf>,
): readonly Group[] => {
  const homeOf = ([first]: readonly SplitItem[]): Split | undefined => {
    const home = groupByDevice ? homes.get(first?.deviceId ?? '') : undefined;
    return home === 'several' ? undefined : home;
  };
  const groups = new Map<string, SplitItem[]>();
  for (const item of items) {
    const key = groupByDevice && item.deviceId !== null ? `device ${item.deviceId}` : `item ${item.id}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups]
    .map(([key, members]) => ({
      items: members,
      home: homeOf(members),
      order: hash('sha256', `${shuffle} ${key}`),
    }))
    .sort((a, b) => b.items.length - a.items.length || (a.order < b.order ? -1 : 1));
};

/** How many items of each class every part still lacks. */
class Lack {
  readonly #left: Readonly<Record<Split, Map<string, number>>>;

  constructor(items: readonly SplitItem[], { shares }: SplitRule) {
    const totals = new Map<string, number>();
    for (const item of items) for (const key of classesOf(item)) totals.set(key, (totals.get(key) ?? 0) + 1);
    const left = (part: Split) => new Map([...totals].map(([key, total]) => [key, total * shares[part]]));
    this.#left = { train: left('train'), validation: left('validation'), test: left('test') };
  }

  /** The part that lacks most of what the group brings; the earlier one of two. */
  neediest({ items }: Pick<Group, 'items'>, among: readonly Split[]): Split {
    const need = (part: Split): number =>
      items.reduce(
        (sum, item) => sum + classesOf(item).reduce((of, key) => of + (this.#left[part].get(key) ?? 0), 0),
        0,
      );
    const [first = 'train', ...others] = among;
    return others.reduce((best, part) => (need(part) > need(best) ? part : best), first);
  }

  take({ items }: Pick<Group, 'items'>, part: Split): void {
    for (const item of items)
      for (const key of classesOf(item)) this.#left[part].set(key, (this.#left[part].get(key) ?? 0) - 1);
  }
}

/**
 * Puts items into parts: those of `kept` where they stood, whatever else is said of them, and the rest so that each class
 * comes in the shares that are wanted, as far as these and groups allow. The same way whenever items, rule and kept parts
 * are the same, in whatever order they come.
 */
export const assignSplits = (
  items: readonly SplitItem[],
  rule: SplitRule,
  kept: Parts = new Map<string, Split>(),
): Parts => {
  const lack = new Lack(items, rule);
  const assigned = new Map<string, Split>();
  const put = (group: Pick<Group, 'items'>, part: Split): void => {
    lack.take(group, part);
    for (const { id } of group.items) assigned.set(id, part);
  };
  const free: SplitItem[] = [];
  for (const item of items) {
    const part = kept.get(item.id) ?? (rule.keepGiven ? item.given : null);
    if (part === null) free.push(item);
    else put({ items: [item] }, part);
  }
  const among = parts.filter((part) => rule.shares[part] > 0);
  const groups = groupsOf(free, rule, homesOf(items, kept));
  for (const group of groups) if (group.home) put(group, group.home);
  for (const group of groups) if (!group.home) put(group, lack.neediest(group, among));
  return assigned;
};
