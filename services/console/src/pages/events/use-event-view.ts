import type { EventFilter } from '../../api/events';
import { useQueryState } from '../../lib/use-query-state';

const everything = { context: '', aggregate: '', aggregateId: '', type: '', at: '' };
/** What of the log is shown; `at` is the position up to which, empty for its end. */
export type EventView = Readonly<typeof everything>;

export const useEventView = () => useQueryState<EventView>(everything);

/** The position that the view stands at; undefined at the end of the log. */
export const positionOf = ({ at }: EventView): number | undefined =>
  /^\d{1,15}$/.test(at) && Number(at) > 0 ? Number(at) : undefined;

export const filterOf = ({ context, aggregate, aggregateId, type }: EventView): EventFilter => ({
  ...(context === '' ? {} : { context }),
  ...(aggregate === '' ? {} : { aggregate }),
  ...(aggregateId === '' ? {} : { aggregateId }),
  ...(type === '' ? {} : { type }),
});
