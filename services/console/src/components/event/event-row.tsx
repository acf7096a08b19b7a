import { Text } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { useEventTitle } from '../../i18n/server-words';
import { TimeAgo } from '../time-ago';
import { EventBody } from './event-body';
import { EventMark } from './event-line';
import { subjectOf } from './event-subject';
import { useAuthor } from './use-author';
import { useSubject } from './use-subject';
import './event-row.css';

interface Props {
  readonly event: LoggedEvent;
  /** Says what it happened to; superfluous where all happened to the same. */
  readonly withSubject?: boolean;
  /** Below the body. */
  readonly more?: ReactNode;
}

const Subject = ({ event }: { readonly event: LoggedEvent }) => (
  <Text span size="sm" title={subjectOf(event).id}>
    {useSubject(event).text}{' '}
  </Text>
);

/** One event in a line; opens to show all of it. */
export const EventRow = ({ event, withSubject = true, more }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const author = useAuthor(event.authId);
  const eventTitle = useEventTitle();
  const body = useId();
  return (
    <li className="event-row" data-event={event.type} data-position={event.position}>
      <button
        type="button"
        className="event-head"
        aria-expanded={open}
        aria-controls={body}
        onClick={() => setOpen(!open)}
      >
        <EventMark event={event} />
        <span className="event-position mono num">{format.number(event.position)}</span>
        <span className="event-words">
          <Text span size="sm" fw={550}>
            {eventTitle(event.type)}
          </Text>{' '}
          {withSubject && <Subject event={event} />}
          <Text span size="sm" c="dimmed" title={event.authId ?? undefined}>
            {t('events.by', { who: author })}
          </Text>
        </span>
        <Text span size="xs" c="dimmed">
          <TimeAgo at={event.time} />
        </Text>
        <IconChevronRight size={16} className="event-chevron" aria-hidden="true" />
      </button>
      <div id={body} hidden={!open} className="event-body">
        {open && <EventBody event={event} />}
        {open && more}
      </div>
    </li>
  );
};
