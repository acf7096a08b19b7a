import { useSearchParams } from 'react-router';

export interface ListFilter {
  /** RSQL. */
  readonly filter: string;
  /** Words to look for. */
  readonly search: string;
  readonly sort: string;
}

const names = { filter: 'q', search: 'search', sort: 'sort' } as const;

/** The list's filter lives in the address: it can be linked, and survives going back. */
export const useListFilter = (): readonly [ListFilter, (change: Partial<ListFilter>) => void] => {
  const [query, setQuery] = useSearchParams();
  const current = {
    filter: query.get(names.filter) ?? '',
    search: query.get(names.search) ?? '',
    sort: query.get(names.sort) ?? 'name:ASC',
  };
  const change = (wanted: Partial<ListFilter>): void => {
    const next = { ...current, ...wanted };
    const params = new URLSearchParams();
    if (next.filter !== '') params.set(names.filter, next.filter);
    if (next.search !== '') params.set(names.search, next.search);
    if (next.sort !== 'name:ASC') params.set(names.sort, next.sort);
    setQuery(params, { replace: true });
  };
  return [current, change];
};
