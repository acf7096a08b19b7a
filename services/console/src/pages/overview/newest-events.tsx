import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLiveEvents } from '../../api/live/live-context';
import { EventLine } from '../../components/event/event-line';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Section } from '../../components/section';

const shown = 8;

/** The end of the log. */
export const NewestEvents = () => {
  const { t } = useTranslation();
  const { events, status } = useLiveEvents();
  const all = (
    <Anchor component={Link} to="/events" size="sm">
      {t('overview.events.all')}
    </Anchor>
  );
  return (
    <Section title={t('overview.events.title')} actions={all}>
      {events.length === 0 && status === 'connecting' && <RowsSkeleton rows={4} />}
      {events.length === 0 && status !== 'connecting' && (
        <Text size="sm" c="dimmed">
          {t('overview.events.empty')}
        </Text>
      )}
      <ul className="event-list" aria-label={t('overview.events.title')}>
        {events.slice(0, shown).map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ul>
    </Section>
  );
};
