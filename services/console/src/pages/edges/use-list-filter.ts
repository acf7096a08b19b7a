import { useQueryState } from '../../lib/use-query-state';

/** `q` is RSQL, `search` are words to look for. */
const everything = { q: '', search: '', sort: 'name:ASC' };
export type ListFilter = Readonly<typeof everything>;

/** Which devices are shown, in which order. */
export const useListFilter = () => useQueryState<ListFilter>(everything);
