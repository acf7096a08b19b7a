import { Text } from '@mantine/core';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useDeviceHistory } from '../../api/events';
import { EventRow } from '../../components/event/event-row';
import { LoadMore } from '../../components/load-more';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';

/** Everything that the log knows of the device. */
export const HistoryList = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const query = useDeviceHistory(device.id);
  const events = query.data?.pages.flatMap(({ items }) => items);
  if (!events) return query.error ? <ProblemAlert error={query.error} /> : <RowsSkeleton />;
  if (events.length === 0) return <Text c="dimmed">{t('edge.history.empty')}</Text>;
  return (
    <>
      <ol className="event-list" aria-label={t('edge.tabs.history')}>
        {events.map((event) => (
          <EventRow key={event.id} event={event} withSubject={false} />
        ))}
      </ol>
      <LoadMore query={query} />
    </>
  );
};
