import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Item } from '@tutti/contracts/datasets';
import { fetchItems } from './items';
import { keys } from './keys';

export interface AgainByClass {
  readonly counts: ReadonlyMap<string, number>;
  /** There are more than were counted: each class may have some of them. */
  readonly more: boolean;
}

const most = 500;

/** What each class has sent back to the labellers. */
export const againByClass = ({
  items,
  nextPageToken,
}: {
  readonly items: readonly Pick<Item, 'relabel'>[];
  readonly nextPageToken: string;
}): AgainByClass => {
  const counts = new Map<string, number>();
  for (const { relabel } of items)
    if (relabel) counts.set(relabel.classKey, (counts.get(relabel.classKey) ?? 0) + 1);
  return { counts, more: nextPageToken !== '' };
};

/** The same of a dataset; read again only when it has another number of such items in all. */
export const useAgainByClass = (datasetId: string, all: number) =>
  useQuery({
    queryKey: [...keys.againByClass, datasetId, all],
    queryFn: async ({ signal }) =>
      againByClass(await fetchItems(datasetId, { q: 'state==needs-relabel', pageSize: most }, signal)),
    enabled: all > 0,
    placeholderData: keepPreviousData,
  });
