import type { LoggedEvent } from '@tutti/contracts/summary';
import { useEffect, useRef } from 'react';
import { useLiveEvents } from '../../api/live/live-context';
import { useMe } from '../../api/sessions';
import { useLabeller } from './labeller-context';
import type { LabelSession } from './session/label-session';

const prefix = 'datasets/item/';
const idOf = ({ subject }: LoggedEvent): string => subject.slice(prefix.length);

/** What is not known of the pictures of this sitting. */
const newsFor = (session: LabelSession, events: readonly LoggedEvent[]): readonly LoggedEvent[] => {
  const versions = new Map(session.state.get().items.map(({ id, version }) => [id, version]));
  return events.filter(
    (event) =>
      event.subject.startsWith(prefix) && (versions.get(idOf(event)) ?? Infinity) < event.aggregateVersion,
  );
};

/** So near that both would be at the same picture in a moment. */
const near = 3;

/** Of two who meet, one steps aside: the one whose id is greater. */
const meets = (session: LabelSession, me: string, news: readonly LoggedEvent[]): boolean => {
  const { items, at } = session.state.get();
  const next = new Set(items.slice(at, at + near).map(({ id }) => id));
  return news.some(
    (event) =>
      event.authId?.startsWith('user:') === true && event.authId < `user:${me}` && next.has(idOf(event)),
  );
};

/** What others say of the pictures of this sitting is known at once: nobody labels what is labelled already. */
export const FollowOthers = () => {
  const { session } = useLabeller();
  const { events } = useLiveEvents();
  const me = useMe().data?.id ?? '';
  const seen = useRef<number>(undefined);
  useEffect(() => {
    const newest = events[0]?.position ?? 0;
    const after = seen.current ?? newest;
    seen.current = Math.max(after, newest);
    const news = newsFor(
      session,
      events.filter(({ position }) => position > after),
    );
    if (news.length === 0) return;
    if (meets(session, me, news)) session.stepAside();
    session.changedByOthers([...new Set(news.map(idOf))]);
  }, [events, session, me]);
  return null;
};
