import { useSearchParams } from 'react-router';
import type { EventFilter } from '../../api/events';

export interface EventView extends EventFilter {
  /** Shows the log up to here instead of its end. */
  readonly at?: number;
}

const names = ['context', 'aggregate', 'aggregateId', 'type'] as const;

const positionOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,15}$/.test(text) && Number(text) > 0 ? Number(text) : undefined;

/** What of the log is shown; lives in the address. */
export const useEventView = (): readonly [
  EventView,
  (change: Partial<Record<keyof EventView, string>>) => void,
] => {
  const [query, setQuery] = useSearchParams();
  const at = positionOf(query.get('at'));
  const filter = Object.fromEntries(
    names.flatMap((name) => {
      const value = query.get(name);
      return value === null || value === '' ? [] : [[name, value] as const];
    }),
  );
  const change = (wanted: Partial<Record<keyof EventView, string>>): void => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(wanted)) {
      if (value === '') next.delete(name);
      else next.set(name, value);
    }
    setQuery(next, { replace: true });
  };
  return [{ ...filter, ...(at === undefined ? {} : { at }) }, change];
};
