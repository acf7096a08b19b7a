import { Anchor, Group, Stack, Table, Text } from '@mantine/core';
import type { Delivery } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { FailureText } from '../../../components/channel/failure-text';
import { KindIcon } from '../../../components/channel/kind-icon';
import { DataTable } from '../../../components/data-table';
import { TimeAgo } from '../../../components/time-ago';
import { useFormat } from '../../../i18n/use-format';
import { DeliveryState } from './delivery-status';

const columns = ['what', 'channel', 'status', 'attempts', 'requested'] as const;

const State = ({ delivery: { status, failure, retryAt } }: { readonly delivery: Delivery }) => {
  const { t } = useTranslation();
  return (
    <Stack gap={2}>
      <DeliveryState status={status} />
      {failure && status !== 'accepted' && (
        <Text size="xs" c="dimmed" lineClamp={2} className="wrap-anywhere">
          <FailureText failure={failure} />
        </Text>
      )}
      {retryAt !== null && (
        <Text size="xs" c="dimmed" component="div">
          {t('deliveries.retryAt')} <TimeAgo at={retryAt} />
        </Text>
      )}
    </Stack>
  );
};

interface RowProps {
  readonly delivery: Delivery;
  readonly onOpen: () => void;
}

const Row = ({ delivery, onOpen }: RowProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { title, about, channelKind, channelName, attempts, requestedAt } = delivery;
  return (
    <Table.Tr>
      <Table.Td data-label={t('deliveries.column.what')} maw={360}>
        <Stack gap={0} align="flex-start">
          <Anchor component="button" type="button" size="sm" fw={550} ta="start" onClick={onOpen}>
            {title}
          </Anchor>
          <Text size="xs" c="dimmed">
            {t(`deliveries.about.${about.kind}`)}
          </Text>
        </Stack>
      </Table.Td>
      <Table.Td data-label={t('deliveries.column.channel')}>
        <Group gap={8} wrap="nowrap">
          <KindIcon kind={channelKind} style={{ flex: 'none' }} />
          {channelName}
        </Group>
      </Table.Td>
      <Table.Td data-label={t('deliveries.column.status')} maw={320}>
        <State delivery={delivery} />
      </Table.Td>
      <Table.Td data-label={t('deliveries.column.attempts')}>{format.number(attempts)}</Table.Td>
      <Table.Td data-label={t('deliveries.column.requested')}>
        <TimeAgo at={requestedAt} />
      </Table.Td>
    </Table.Tr>
  );
};

interface Props {
  readonly deliveries: readonly Delivery[];
  readonly onOpen: (id: string) => void;
}

export const DeliveryTable = ({ deliveries, onOpen }: Props) => {
  const { t } = useTranslation();
  const head = columns.map((column) => <Table.Th key={column}>{t(`deliveries.column.${column}`)}</Table.Th>);
  return (
    <DataTable caption={t('deliveries.caption')} head={head} minWidth={860} stacking>
      {deliveries.map((delivery) => (
        <Row key={delivery.id} delivery={delivery} onOpen={() => onOpen(delivery.id)} />
      ))}
    </DataTable>
  );
};
