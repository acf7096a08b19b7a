import type { Item } from '@tutti/contracts/datasets';

/** Items as they were when they were chosen: a change is refused where somebody has changed them since. */
export interface Selection {
  readonly chosen: ReadonlyMap<string, Item>;
  /** Where a range begins. */
  readonly anchor: number;
}

export const nothing: Selection = { chosen: new Map(), anchor: 0 };

export const toggled = ({ chosen }: Selection, items: readonly Item[], at: number): Selection => {
  const item = items[at];
  const next = new Map(chosen);
  if (item && !next.delete(item.id)) next.set(item.id, item);
  return { chosen: next, anchor: at };
};

/** What lies between the anchor and here joins what is chosen; who was chosen before keeps what was seen then. */
export const ranged = ({ chosen, anchor }: Selection, items: readonly Item[], to: number): Selection => {
  const range = items.slice(Math.min(anchor, to), Math.max(anchor, to) + 1);
  return { chosen: new Map([...range.map((item) => [item.id, item] as const), ...chosen]), anchor };
};

export const all = (items: readonly Item[]): Selection => ({
  chosen: new Map(items.map((item) => [item.id, item])),
  anchor: 0,
});
