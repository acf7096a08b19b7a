import type { Item } from '@tutti/contracts/datasets';
import type { ItemCommand } from '../../../api/items';
import type { BoxEditor } from '../boxes/box-editor';
import type { Said } from './said';

export interface SessionState {
  /** In the order in which they are shown. */
  readonly items: readonly Item[];
  /** Of the one that is shown; behind the last where there is none. */
  readonly at: number;
  readonly isEnd: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
  readonly said: readonly Said[];
  /** Boxes that were drawn and not saved, by item. */
  readonly drafts: ReadonlyMap<string, BoxEditor>;
  /** What was taken back last, by item. */
  readonly undone: ReadonlyMap<string, ItemCommand>;
  /** What others changed while it was looked at: as it is now. */
  readonly overtaken: ReadonlyMap<string, Item>;
}

export const begun: SessionState = {
  items: [],
  at: 0,
  isEnd: false,
  isLoading: false,
  error: null,
  said: [],
  drafts: new Map(),
  undone: new Map(),
  overtaken: new Map(),
};

export const withEntry = <Value>(
  map: ReadonlyMap<string, Value>,
  id: string,
  value: Value | undefined,
): ReadonlyMap<string, Value> => {
  const next = new Map(map);
  if (value === undefined) next.delete(id);
  else next.set(id, value);
  return next;
};
