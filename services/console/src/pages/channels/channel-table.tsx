import { Group, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import type { Badge } from '@tutti/contracts/devices';
import type { Channel, ChannelRoute } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { KindIcon } from '../../components/channel/kind-icon';
import { DataTable } from '../../components/data-table';
import { StatusDot } from '../../components/status-badge';
import { TimeAgo } from '../../components/time-ago';
import { ChannelActions } from './channel-actions';

const dots = {
  working: 'inferencing',
  untried: 'ready',
  'needs-attention': 'error',
  off: 'retired',
} as const satisfies Readonly<Record<Channel['status'], Badge>>;

const columns = ['name', 'takes', 'status', 'accepted'] as const;

/** What goes there, in words. */
const useTakes = (): ((route: ChannelRoute) => string) => {
  const { t } = useTranslation();
  return ({ summaries, notifications, quietHours }) => {
    const parts = [
      ...(summaries ? [t('channels.takes.summaries')] : []),
      ...(notifications ? [t(`channels.takes.${notifications.minimumLevel}`)] : []),
    ];
    const all = parts.length === 0 ? [t('channels.takes.nothing')] : parts;
    const quiet = quietHours && t('channels.takes.quiet', { from: quietHours.from, to: quietHours.to });
    return [...all, ...(quiet === undefined ? [] : [quiet])].join(' · ');
  };
};

const Name = ({ channel }: { readonly channel: Channel }) => {
  const { t } = useTranslation();
  const { name, kind, shownAs, fromEnvironment } = channel;
  return (
    <Group gap="sm" wrap="nowrap">
      <KindIcon kind={kind} style={{ flex: 'none' }} />
      <Stack gap={0} miw={0}>
        <Text fw={550} size="sm" className="wrap-anywhere">
          {name}
        </Text>
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {t(`channels.kind.${kind}`)} · {shownAs}
        </Text>
        {fromEnvironment && (
          <Text size="xs" c="dimmed" title={t('channels.fromEnvironmentText')}>
            {t('channels.fromEnvironment')}
          </Text>
        )}
      </Stack>
    </Group>
  );
};

const Row = ({ channel }: { readonly channel: Channel }) => {
  const { t } = useTranslation();
  const takes = useTakes();
  const { status, waiting, lastAcceptedAt, route } = channel;
  return (
    <Table.Tr>
      <Table.Td data-label={t('channels.column.name')} maw={420}>
        <Name channel={channel} />
      </Table.Td>
      <Table.Td data-label={t('channels.column.takes')}>{takes(route)}</Table.Td>
      <Table.Td data-label={t('channels.column.status')}>
        <Stack gap={2}>
          <span className="status">
            <StatusDot badge={dots[status]} />
            {t(`channels.status.${status}`)}
          </span>
          {waiting > 0 && (
            <Text size="xs" c="dimmed">
              {t('channels.waiting', { count: waiting })}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td data-label={t('channels.column.accepted')}>
        {lastAcceptedAt === null ? t('channels.never') : <TimeAgo at={lastAcceptedAt} />}
      </Table.Td>
      <Table.Td ta="end">
        <ChannelActions channel={channel} />
      </Table.Td>
    </Table.Tr>
  );
};

export const ChannelTable = ({ channels }: { readonly channels: readonly Channel[] }) => {
  const { t } = useTranslation();
  const head = (
    <>
      {columns.map((column) => (
        <Table.Th key={column}>{t(`channels.column.${column}`)}</Table.Th>
      ))}
      <Table.Th>
        <VisuallyHidden>{t('action.actions')}</VisuallyHidden>
      </Table.Th>
    </>
  );
  return (
    <DataTable caption={t('channels.caption')} head={head} minWidth={860} stacking>
      {channels.map((channel) => (
        <Row key={channel.id} channel={channel} />
      ))}
    </DataTable>
  );
};
