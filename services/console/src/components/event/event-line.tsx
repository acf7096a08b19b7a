import { Anchor, Group, Text } from '@mantine/core';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useEventTitle } from '../../i18n/server-words';
import { TimeAgo } from '../time-ago';
import { eventTone, subjectOf } from './event-subject';
import { useAuthor } from './use-author';
import { useSubject } from './use-subject';
import './event-line.css';

export const EventMark = ({ event }: { readonly event: LoggedEvent }) => (
  <span className="event-mark" data-tone={eventTone(event)} aria-hidden="true" />
);

/** What an event happened to, by name and linked where it has a page; its id for who points at it. */
export const EventSubject = ({ event }: { readonly event: LoggedEvent }) => {
  const { text, path } = useSubject(event);
  const { id } = subjectOf(event);
  if (path === undefined) return <span title={id}>{text}</span>;
  return (
    <Anchor component={Link} to={path} inherit c="inherit" className="event-link" title={id}>
      {text}
    </Anchor>
  );
};

/** An event in two short lines. */
export const EventLine = ({ event }: { readonly event: LoggedEvent }) => {
  const { t } = useTranslation();
  const author = useAuthor(event.authId);
  const eventTitle = useEventTitle();
  return (
    <Group component="li" gap="sm" align="flex-start" wrap="nowrap" py={7}>
      <EventMark event={event} />
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text size="sm" fw={500} truncate>
          {eventTitle(event.type)}
        </Text>
        <Text size="xs" c="dimmed" truncate component="div">
          <EventSubject event={event} />{' '}
          <span title={event.authId ?? undefined}>{t('events.by', { who: author })}</span>
        </Text>
      </div>
      <Text size="xs" c="dimmed" component="div">
        <TimeAgo at={event.time} />
      </Text>
    </Group>
  );
};
