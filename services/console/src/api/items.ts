import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { filterFields } from '@tutti/contracts/common';
import {
  item,
  itemList,
  itemOutcomes,
  type Item,
  type ItemBatch,
  type ItemOutcome,
  type LabelItem,
  type ReviewVerdict,
} from '@tutti/contracts/datasets';
import { datasetPath } from './datasets';
import { request } from './http';
import { pages } from './infinite';
import { keys } from './keys';

export const itemPath = (id: string): string => `/items/${encodeURIComponent(id)}`;

export interface ItemFilter {
  /** RSQL. */
  readonly q: string;
  readonly sort: string;
}

const itemsPerPage = 200;

export const itemListKey = (datasetId: string, filter: ItemFilter) =>
  [...keys.itemLists, datasetId, filter] as const;

export const fetchItems = (
  datasetId: string,
  query: Partial<ItemFilter> & { readonly pageSize: number; readonly pageToken?: string },
  signal?: AbortSignal,
) =>
  request({
    path: `${datasetPath(datasetId)}/items`,
    query: { ...query },
    schema: itemList,
    ...(signal ? { signal } : {}),
  });

/** Items of a dataset, page after page. */
export const useItems = (datasetId: string, filter: ItemFilter) =>
  useInfiniteQuery({
    queryKey: itemListKey(datasetId, filter),
    queryFn: ({ signal, pageParam }) =>
      fetchItems(datasetId, { ...filter, pageSize: itemsPerPage, pageToken: pageParam }, signal),
    ...pages,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });

/** A few, to show what is in a dataset. While an import runs they need not follow each of its pictures. */
export const useFirstItems = (datasetId: string, count: number) =>
  useQuery({
    queryKey: [...keys.firstItems, datasetId, count],
    queryFn: ({ signal }) => fetchItems(datasetId, { pageSize: count }, signal),
    select: ({ items }) => items,
    enabled: count > 0,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });

export const fetchItem = (id: string, signal?: AbortSignal): Promise<Item> =>
  request({ path: itemPath(id), schema: item, ...(signal ? { signal } : {}) });

export const useItem = (id: string | undefined) =>
  useQuery({
    queryKey: [...keys.items, 'one', id],
    queryFn: ({ signal }) => fetchItem(id ?? '', signal),
    enabled: id !== undefined,
  });

/** What items of the dataset can be filtered by, as the server says. */
export const useItemFields = (datasetId: string) =>
  useQuery({
    queryKey: [...keys.items, 'fields', datasetId],
    queryFn: ({ signal }) =>
      request({ path: `${datasetPath(datasetId)}/items/fields`, schema: filterFields, signal }),
    select: ({ items }) => items,
    staleTime: 60_000,
  });

/** What can be said of one item, as of the version that the caller saw. */
export type ItemCommand =
  | { readonly type: 'label'; readonly body: LabelItem | Omit<LabelItem, 'by'> }
  | { readonly type: 'accept' }
  | { readonly type: 'withdraw'; readonly reason?: string }
  | { readonly type: 'review'; readonly verdict: ReviewVerdict; readonly reason?: string }
  | { readonly type: 'exclude'; readonly reason?: string }
  | { readonly type: 'restore' };

const callOf = (path: string, command: ItemCommand) => {
  if (command.type === 'label') return { method: 'PUT', path: `${path}/label`, body: command.body } as const;
  const { type, ...body } = command;
  const post = { method: 'POST', path: `${path}/${type}` } as const;
  return type === 'accept' || type === 'restore' ? post : { ...post, body };
};

/** Throws a `ProblemError` of 412 `item.label-conflict` where somebody was faster; its `params.changes` says who and what. */
export const sendItemCommand = (
  { id, version }: Pick<Item, 'id' | 'version'>,
  command: ItemCommand,
  options: { readonly idempotencyKey?: string; readonly patienceMs?: number } = {},
): Promise<Item> => request({ ...callOf(itemPath(id), command), ...options, ifMatch: version, schema: item });

/** At most 500 items. What became of each; a refused one keeps no other one back. */
export const sendItemBatch = async (datasetId: string, body: ItemBatch): Promise<readonly ItemOutcome[]> => {
  const call = { method: 'POST', path: `${datasetPath(datasetId)}/items/batch`, body } as const;
  return (await request({ ...call, patienceMs: 60_000, schema: itemOutcomes })).items;
};
