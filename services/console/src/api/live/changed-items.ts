import type { Item } from '@tutti/contracts/datasets';
import type { LoggedEvent } from '@tutti/contracts/summary';

export interface ItemPage {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

const prefix = 'datasets/item/';

/** Items of the dataset that these events are about. */
export const itemsChangedBy = (events: readonly LoggedEvent[], datasetId: string): readonly string[] =>
  events.flatMap(({ subject, data }) =>
    subject.startsWith(prefix) && data['datasetId'] === datasetId ? [subject.slice(prefix.length)] : [],
  );

export const idsIn = (pages: readonly ItemPage[]): ReadonlySet<string> =>
  new Set(pages.flatMap(({ items }) => items.map(({ id }) => id)));

/** A filter has at most 2,000 characters, and an id of an item 26. */
const roomFor = (filter: string): number => Math.max(1, Math.floor((1_900 - filter.length) / 27));

/** Ids in as many parts as fit beside the filter. */
export const chunksOf = (ids: readonly string[], filter: string): readonly (readonly string[])[] => {
  const size = roomFor(filter);
  return Array.from({ length: Math.ceil(ids.length / size) }, (_, at) =>
    ids.slice(at * size, (at + 1) * size),
  );
};

/** The pages with what was found; what was asked for and not found is no longer part of them. */
export const changedPages = <Page extends ItemPage>(
  pages: readonly Page[],
  asked: readonly string[],
  found: readonly Item[],
): Page[] => {
  const wanted = new Set(asked);
  const now = new Map(found.map((item) => [item.id, item]));
  return pages.map((page) => ({
    ...page,
    items: page.items.flatMap((item) => (wanted.has(item.id) ? (now.get(item.id) ?? []) : item)),
  }));
};
