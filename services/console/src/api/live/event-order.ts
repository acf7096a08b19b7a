import type { LoggedEvent } from '@tutti/contracts/summary';

/** An event's place within its commit: ids are `<commitId>.<index>`. */
const indexOf = ({ id }: LoggedEvent): number => Number(id.slice(id.lastIndexOf('.') + 1)) || 0;

const newestFirst = (a: LoggedEvent, b: LoggedEvent): number =>
  b.position - a.position || indexOf(b) - indexOf(a);

/** Both lists as one, each event once, newest first, at most `limit`. */
export const mergeEvents = (
  known: readonly LoggedEvent[],
  more: readonly LoggedEvent[],
  limit = Infinity,
): readonly LoggedEvent[] => {
  const byId = new Map([...known, ...more].map((event) => [event.id, event]));
  return [...byId.values()].sort(newestFirst).slice(0, limit);
};
