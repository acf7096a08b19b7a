import { Anchor, Text } from '@mantine/core';
import type { Device } from '@tutti/contracts/devices';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useDeviceHistory, useWholeHistory } from '../../api/events';
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

/** How many events the device, as it was, had yet to see: its version counts them. */
const Later = ({ device: { id, version } }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const { data: all } = useWholeHistory(id);
  const count = (all?.[0]?.aggregateVersion ?? version) - version;
  return (
    count > 0 && (
      <Text size="sm" c="dimmed" px={8} pb="xs" data-later={count}>
        {t('edge.history.later', { count })}
      </Text>
    )
  );
};

/** Everything that the log knows of the device, in the past everything up to then. */
export const HistoryList = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const [params] = useSearchParams();
  const asOf = params.get('asOf') ?? undefined;
  const query = useDeviceHistory(device.id, asOf);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton />}>
      {({ pages }) => {
        const events = pages.flatMap(({ items }) => items);
        if (events.length === 0) return <Text c="dimmed">{t('edge.history.empty')}</Text>;
        return (
          <>
            {asOf !== undefined && <Later device={device} />}
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
