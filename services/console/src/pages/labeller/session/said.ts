import type { Item } from '@tutti/contracts/datasets';
import type { ItemCommand } from '../../../api/items';

/** A statement of this sitting. */
export interface Said {
  /** As it was before. */
  readonly item: Item;
  readonly statement: ItemCommand;
  /** Once this one is saved, the item is as this statement made it. */
  readonly awaits: ItemCommand;
  /** Of the item, as the statement made it: taken back is that, and nothing that others have said since. */
  readonly version?: number;
}

/** What is said last; it may stand in for one that was not saved. */
export const sayNow = (
  said: readonly Said[],
  item: Item,
  statement: ItemCommand,
  instead: ItemCommand | undefined,
): readonly Said[] => {
  const replaced = said.find((one) => one.statement === instead);
  const before = replaced?.item ?? item;
  return [...said.filter((one) => one !== replaced), { item: before, statement, awaits: statement }];
};

/** The server took the statement. What was said after it was said of the item as it is now. */
export const nowSaved = (said: readonly Said[], saved: Item, statement: ItemCommand): readonly Said[] => {
  const at = said.findIndex(({ awaits, version }) => awaits === statement && version === undefined);
  if (at < 0) return said;
  const after = said.findIndex(({ item }, index) => index > at && item.id === saved.id);
  return said.map((one, index) => {
    if (index === at) return { ...one, version: saved.version };
    return index === after ? { ...one, item: saved } : one;
  });
};

/** `last` is taken back by saying `undo`: then the item is as the statement before it made it. */
export const beforeUndo = (said: readonly Said[], { item }: Said, undo: ItemCommand): readonly Said[] => {
  const at = said.findLastIndex((one) => one.item.id === item.id);
  return said.map((one, index) => {
    if (index !== at || one.version !== item.version) return one;
    return { item: one.item, statement: one.statement, awaits: undo };
  });
};

/** The statement is insisted on, over what others have made of the item. */
export const saidOver = (said: readonly Said[], theirs: Item, statement: ItemCommand): readonly Said[] =>
  said.map((one) => (one.statement === statement ? { ...one, item: theirs } : one));

export const without = (said: readonly Said[], itemId: string): readonly Said[] =>
  said.filter(({ item }) => item.id !== itemId);
