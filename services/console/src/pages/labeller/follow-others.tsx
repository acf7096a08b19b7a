import { useEffect, useRef } from 'react';
import { useLiveEvents } from '../../api/live/live-context';
import { useLabeller } from './labeller-context';

const prefix = 'datasets/item/';

/** What others say of the pictures of this sitting is known at once: nobody labels what is labelled already. */
export const FollowOthers = () => {
  const { session } = useLabeller();
  const { events } = useLiveEvents();
  const seen = useRef<number>(undefined);
  useEffect(() => {
    const after = seen.current ?? events[0]?.position ?? 0;
    seen.current = Math.max(after, events[0]?.position ?? 0);
    const versions = new Map(session.state.get().items.map(({ id, version }) => [id, version]));
    const changed = events
      .filter(({ position, subject }) => position > after && subject.startsWith(prefix))
      .map(({ subject, aggregateVersion }) => ({ id: subject.slice(prefix.length), aggregateVersion }))
      .filter(({ id, aggregateVersion }) => (versions.get(id) ?? Infinity) < aggregateVersion);
    const ids = [...new Set(changed.map(({ id }) => id))];
    // Whatever cannot be asked for now is noticed when it is saved.
    if (ids.length > 0) session.changedByOthers(ids).catch(() => undefined);
  }, [events, session]);
  return null;
};
