import type { Item } from '@tutti/contracts/datasets';
import { fetchItems } from '../../../api/items';

interface Batch {
  readonly items: readonly Item[];
  readonly isEnd: boolean;
}

/** Where the pictures come from, a batch at a time. */
export interface ItemSource {
  readonly next: () => Promise<Batch>;
  /** False where what has a label has no business among them. */
  readonly withLabelled: boolean;
}

const pageSize = 50;
type FetchPage = (q: string, pageToken: string) => ReturnType<typeof fetchItems>;

/** One list after the other, page by page. Pages go on behind their last item: what was labelled meanwhile moves none. */
const inTurn = (filters: readonly string[], fetchPage: FetchPage) => {
  let [at, token] = [0, ''];
  return async (): Promise<Batch> => {
    const { items, nextPageToken } = await fetchPage(filters[at] ?? '', token);
    token = nextPageToken;
    if (token === '') at += 1;
    return { items, isEnd: at >= filters.length };
  };
};

/** What must be labelled again, then what never was: the lowest score first, as the queue has it. */
export const openItems = (datasetId: string): ItemSource => ({
  next: inTurn(['state==needs-relabel', 'state==unlabelled'], (q, pageToken) =>
    fetchItems(datasetId, { q, sort: 'score', pageSize, pageToken }),
  ),
  withLabelled: false,
});

/** What a filter finds, labelled or not. */
export const filteredItems = (datasetId: string, q: string, sort: string): ItemSource => ({
  next: inTurn([q], (_, pageToken) => fetchItems(datasetId, { q, sort, pageSize, pageToken })),
  withLabelled: true,
});
