import type { LoggedEvent } from '@tutti/contracts/summary';
import { useEffect, useState } from 'react';
import { useEventHistory, type EventHistory } from '../../api/events';
import { mergeEvents } from '../../api/live/event-order';
import { useLiveEvents } from '../../api/live/live-context';
import { matches } from './event-choices';
import { filterOf, positionOf, type EventView } from './use-event-view';

/** The live list keeps only so many: what fell out of it, and came after the history was read, is read as history. */
const useWithoutHole = (
  { data, isFetching, refetch }: EventHistory,
  live: readonly LoggedEvent[],
  following: boolean,
): void => {
  const head = data?.pages[0]?.head;
  const oldest = live.at(-1)?.position;
  const hole = following && !isFetching && head !== undefined && oldest !== undefined && head < oldest;
  useEffect(() => {
    if (hole) void refetch();
  }, [hole, refetch]);
};

/** History below, live above; while paused the new ones wait. */
export const useShownEvents = (view: EventView) => {
  const { events: live, status } = useLiveEvents();
  const filter = filterOf(view);
  const at = positionOf(view);
  const history = useEventHistory(filter, at === undefined ? undefined : at + 1);
  const [pausedAt, setPausedAt] = useState<number>();
  const past = history.data?.pages.flatMap(({ items }) => items) ?? [];
  const following = at === undefined;
  useWithoutHole(history, live, following);
  const fresh = following ? live.filter((event) => matches(event, filter)) : [];
  const isShown = ({ position }: LoggedEvent): boolean => pausedAt === undefined || position <= pausedAt;
  const known = new Set(past.map(({ id }) => id));
  return {
    history,
    status,
    following,
    events: mergeEvents(past, fresh.filter(isShown)),
    /** How many came since it was paused. */
    waiting: fresh.filter((event) => !isShown(event) && !known.has(event.id)).length,
    paused: pausedAt !== undefined,
    setPaused: (paused: boolean) =>
      setPausedAt(paused ? Math.max(0, ...[...live, ...past].map(({ position }) => position)) : undefined),
  };
};
