import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { fetchItems, itemListKey, type ItemFilter } from '../items';
import { changedPages, chunksOf, idsIn, itemsChangedBy, type ItemPage } from './changed-items';
import { useOnEvents } from './live-context';
import { allOf } from '../../lib/rsql';

/** A list of so many pages is simply read again; of a longer one only what has changed is. */
const shortList = 2;
/** Read models follow the log: what the first look missed the second one sees. */
const looks = 2;
const firstLookMs = 300;
const nextLookMs = 900;

type Data = InfiniteData<ItemPage>;

/** Reads these items again: one that no longer matches leaves the list. */
const rereadItems = async (
  client: QueryClient,
  datasetId: string,
  filter: ItemFilter,
  ids: readonly string[],
): Promise<void> => {
  const queryKey = itemListKey(datasetId, filter);
  for (const part of chunksOf(ids, filter.q)) {
    const q = allOf([filter.q, `id=in=(${part.join(',')})`]);
    const { items } = await fetchItems(datasetId, { q, pageSize: part.length });
    client.setQueryData<Data>(
      queryKey,
      (data) => data && { ...data, pages: changedPages(data.pages, part, items) },
    );
  }
};

interface LiveItems {
  /** Something may belong to the list that is not in it. */
  readonly changed: boolean;
  /** Reads the list from its beginning. */
  readonly refresh: () => void;
  /** The caller has changed these. */
  readonly reread: (ids: readonly string[]) => void;
}

/** Keeps a list of items as the log has it, however long it has become. */
export const useLiveItems = (datasetId: string, { q, sort }: ItemFilter): LiveItems => {
  const client = useQueryClient();
  const filter = useMemo(() => ({ q, sort }), [q, sort]);
  const [changedOf, setChangedOf] = useState<ItemFilter>();
  const look = useCallback(
    (ids: ReadonlySet<string>, byOthers: boolean): void => {
      const queryKey = itemListKey(datasetId, filter);
      const pages = client.getQueryData<Data>(queryKey)?.pages ?? [];
      if (pages.length <= shortList) {
        void client.invalidateQueries({ queryKey });
        return;
      }
      const known = idsIn(pages);
      const loaded = [...ids].filter((id) => known.has(id));
      if (byOthers && loaded.length < ids.size) setChangedOf(filter);
      // Whoever fails here is behind until the next event, or until the line is back and everything is read again.
      rereadItems(client, datasetId, filter, loaded).catch(() => undefined);
    },
    [client, datasetId, filter],
  );
  useChanges(datasetId, look);
  return {
    changed: changedOf === filter,
    refresh: () => {
      setChangedOf(undefined);
      void client.resetQueries({ queryKey: itemListKey(datasetId, filter) });
    },
    reread: (ids) => look(new Set(ids), false),
  };
};

/** Collects for a moment which items of the dataset events are about, and tells of each twice. */
const useChanges = (datasetId: string, look: (ids: ReadonlySet<string>, byOthers: boolean) => void): void => {
  const looksLeft = useRef(new Map<string, number>());
  const timer = useRef<number>(undefined);
  const wait = useCallback(
    (ms: number): void => {
      timer.current ??= window.setTimeout(() => {
        timer.current = undefined;
        const left = looksLeft.current;
        look(new Set(left.keys()), true);
        for (const [id, count] of left) {
          if (count > 1) left.set(id, count - 1);
          else left.delete(id);
        }
        if (left.size > 0) wait(nextLookMs);
      }, ms);
    },
    [look],
  );
  const listener = useCallback(
    (events: readonly LoggedEvent[]) => {
      for (const id of itemsChangedBy(events, datasetId)) looksLeft.current.set(id, looks);
      if (looksLeft.current.size > 0) wait(firstLookMs);
    },
    [datasetId, wait],
  );
  useEffect(() => {
    // Another list is shown: what has just changed may be missing in it, too.
    if (looksLeft.current.size > 0) wait(firstLookMs);
    return () => {
      window.clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [wait]);
  useOnEvents(listener);
};
