import { Group, NativeSelect, Paper } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { deliveryStatus } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useChannels } from '../../../api/channels';
import { useDeliveries } from '../../../api/deliveries';
import { usePermissions } from '../../../api/use-permissions';
import { EmptyState } from '../../../components/empty-state';
import { LoadMore } from '../../../components/load-more';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useQueryState } from '../../../lib/use-query-state';
import { DeliveryDrawer } from './delivery-drawer';
import { DeliveryTable } from './delivery-table';
import { filterOf, usualView, type DeliveryView } from './delivery-view';

interface FiltersProps {
  readonly view: DeliveryView;
  readonly onChange: (change: Partial<DeliveryView>) => void;
}

const Filters = ({ view, onChange }: FiltersProps) => {
  const { t } = useTranslation();
  const { data: channels = [] } = useChannels(usePermissions()('channels:manage'));
  const ofChannels = channels.map(({ id, name }) => ({ value: id, label: name }));
  const ofStatus = deliveryStatus.options.map((value) => ({ value, label: t(`deliveries.status.${value}`) }));
  return (
    <Group gap="md" mb="md">
      {ofChannels.length > 0 && (
        <NativeSelect
          aria-label={t('deliveries.channelLabel')}
          data={[{ value: '', label: t('deliveries.anyChannel') }, ...ofChannels]}
          value={view.channel}
          onChange={(event) => onChange({ channel: event.currentTarget.value })}
        />
      )}
      <NativeSelect
        aria-label={t('deliveries.statusLabel')}
        data={[{ value: '', label: t('deliveries.anyStatus') }, ...ofStatus]}
        value={view.status}
        onChange={(event) => onChange({ status: event.currentTarget.value })}
      />
    </Group>
  );
};

const Nothing = ({ filtered }: { readonly filtered: boolean }) => {
  const { t } = useTranslation();
  return (
    <Paper withBorder radius="lg">
      <EmptyState
        icon={<IconSend size={24} />}
        title={t(filtered ? 'deliveries.noMatch' : 'deliveries.none')}
        {...(filtered ? {} : { text: t('deliveries.noneText') })}
      />
    </Paper>
  );
};

/** What was sent to channels and what waits. */
export const DeliveryList = () => {
  const [view, change] = useQueryState(usualView);
  const filter = filterOf(view);
  const query = useDeliveries(filter);
  const shown = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <Filters view={view} onChange={change} />
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {() =>
          shown.length === 0 ? (
            <Nothing filtered={Object.keys(filter).length > 0} />
          ) : (
            <DeliveryTable deliveries={shown} onOpen={(delivery) => change({ delivery })} />
          )
        }
      </Loaded>
      <LoadMore query={query} />
      {view.delivery !== '' && <DeliveryDrawer id={view.delivery} onClose={() => change({ delivery: '' })} />}
    </>
  );
};
