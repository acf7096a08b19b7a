import { Button, Paper, Text } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import type { useDevices } from '../../api/devices';
import { EmptyState } from '../../components/empty-state';
import { FirstDevice } from '../../components/first-device';
import { LoadMore } from '../../components/load-more';
import { useNarrow } from '../../lib/use-narrow';
import { DeviceCards } from './device-cards';
import { DeviceTable } from './device-table';
import type { ListFilter } from './use-list-filter';

const NoMatch = ({ onClear }: { readonly onClear: () => void }) => {
  const { t } = useTranslation();
  return (
    <Paper withBorder radius="lg">
      <EmptyState
        icon={<IconSearchOff size={24} />}
        title={t('devices.list.noMatchTitle')}
        text={t('devices.list.noMatchText')}
      >
        <Button variant="default" mt="sm" onClick={onClear}>
          {t('devices.list.clear')}
        </Button>
      </EmptyState>
    </Paper>
  );
};

interface Props {
  readonly query: ReturnType<typeof useDevices>;
  readonly devices: readonly Device[];
  readonly filter: ListFilter;
  readonly onChange: (change: Partial<ListFilter>) => void;
}

/** A table where there is room, cards where there is not. */
export const DeviceList = ({ query, devices, filter, onChange }: Props) => {
  const { t } = useTranslation();
  const narrow = useNarrow();
  if (devices.length === 0)
    return filter.q === '' && filter.search === '' ? (
      <FirstDevice />
    ) : (
      <NoMatch onClear={() => onChange({ q: '', search: '' })} />
    );
  const shown = query.hasNextPage ? 'devices.list.loadedMore' : 'devices.list.loaded';
  return (
    <>
      {narrow ? (
        <DeviceCards devices={devices} />
      ) : (
        <DeviceTable devices={devices} sort={filter.sort} onSort={(sort) => onChange({ sort })} />
      )}
      <Text size="sm" c="dimmed" mt="sm" role="status">
        {t(shown, { count: devices.length })}
      </Text>
      <LoadMore query={query} what="more" />
    </>
  );
};
