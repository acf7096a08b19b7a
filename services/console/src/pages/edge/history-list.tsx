import { Anchor, Text } from '@mantine/core';
import type { Device } from '@tutti/contracts/devices';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDeviceHistory } from '../../api/events';
import { EventRow } from '../../components/event/event-row';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { RowsSkeleton } from '../../components/rows-skeleton';

const AsItWas = ({ event }: { readonly event: LoggedEvent }) => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to={`?asOf=${event.position}`} size="xs">
      {t('edge.past.then')}
    </Anchor>
  );
};

/** Everything that the log knows of the device. */
export const HistoryList = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const query = useDeviceHistory(device.id);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton />}>
      {({ pages }) => {
        const events = pages.flatMap(({ items }) => items);
        if (events.length === 0) return <Text c="dimmed">{t('edge.history.empty')}</Text>;
        return (
          <>
            <ol className="event-list" aria-label={t('edge.tabs.history')}>
              {events.map((event) => (
                <EventRow key={event.id} event={event} withSubject={false} more={<AsItWas event={event} />} />
              ))}
            </ol>
            <LoadMore query={query} />
          </>
        );
      }}
    </Loaded>
  );
};
