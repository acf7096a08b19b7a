import { Anchor, Text } from '@mantine/core';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLiveEvents } from '../../api/live/live-context';
import { EventLine } from '../../components/event/event-line';
import { subjectOf } from '../../components/event/event-subject';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Section } from '../../components/section';

const shown = 8;

/** Claims of names only accompany what bears the name. */
const isNews = (event: LoggedEvent): boolean => subjectOf(event).aggregate !== 'name';

/** The end of the log. */
export const NewestEvents = () => {
  const { t } = useTranslation();
  const { events: all, status } = useLiveEvents();
  const events = all.filter(isNews).slice(0, shown);
  const link = (
    <Anchor component={Link} to="/events" size="sm">
      {t('overview.events.all')}
    </Anchor>
  );
  return (
    <Section title={t('overview.events.title')} actions={link}>
      {events.length === 0 && status === 'connecting' && <RowsSkeleton rows={4} />}
      {events.length === 0 && status !== 'connecting' && (
        <Text size="sm" c="dimmed">
          {t('overview.events.empty')}
        </Text>
      )}
      <ul className="event-list" aria-label={t('overview.events.title')}>
        {events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ul>
    </Section>
  );
};
