import { Group, Progress, Stack, Table, Text, Title } from '@mantine/core';
import type { StoredLog } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import { useAbouts } from '../../../api/runners';
import { DataTable } from '../../../components/data-table';
import { TimeAgo } from '../../../components/time-ago';
import { useFormat } from '../../../i18n/use-format';
import { onceEach } from './once-each';

const columns = ['name', 'messages', 'bytes', 'oldest'] as const;

/** What people call it; a log of another release keeps the name that NATS has for it. */
const useLogName = (): ((name: string) => string) => {
  const { t, i18n } = useTranslation();
  return (name) => (i18n.exists(`system.log.${name}`) ? t(`system.log.${name}` as 'system.log.LOG') : name);
};

const Size = ({ log, called }: { readonly log: StoredLog; readonly called: string }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { bytes, maxBytes } = log;
  if (maxBytes === null) return format.bytes(bytes);
  const share = Math.min(100, (bytes / maxBytes) * 100);
  return (
    <Stack gap={4} maw={220}>
      {t('system.ofLimit', { bytes: format.bytes(bytes), limit: format.bytes(maxBytes) })}
      <Progress
        value={share}
        size="sm"
        color={share > 90 ? 'red' : 'ink'}
        aria-label={t('system.logUse', { name: called })}
      />
    </Stack>
  );
};

const Row = ({ log }: { readonly log: StoredLog }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const called = useLogName()(log.name);
  return (
    <Table.Tr>
      <Table.Td data-label={t('system.logColumn.name')}>
        <Stack gap={0}>
          <Text fw={550} size="sm">
            {called}
          </Text>
          {called !== log.name && (
            <Text size="xs" c="dimmed">
              {log.name}
            </Text>
          )}
        </Stack>
      </Table.Td>
      <Table.Td data-label={t('system.logColumn.messages')}>{format.number(log.messages)}</Table.Td>
      <Table.Td data-label={t('system.logColumn.bytes')}>
        <Size log={log} called={called} />
      </Table.Td>
      <Table.Td data-label={t('system.logColumn.oldest')}>
        {log.oldestAt === null ? t('state.none') : <TimeAgo at={log.oldestAt} />}
      </Table.Td>
    </Table.Tr>
  );
};

/** What nats-server keeps for all services. */
export const LogSizes = () => {
  const { t } = useTranslation();
  const logs = onceEach(useAbouts().flatMap(({ answer }) => answer?.logs ?? []));
  if (logs.length === 0) return null;
  const head = columns.map((column) => <Table.Th key={column}>{t(`system.logColumn.${column}`)}</Table.Th>);
  return (
    <Stack gap="xs" component="section" aria-label={t('system.logs')}>
      <Group gap={8} align="baseline">
        <Title order={2} fz="sm" fw={600}>
          {t('system.logs')}
        </Title>
        <Text size="xs" c="dimmed">
          {t('system.logsAside')}
        </Text>
      </Group>
      <DataTable caption={t('system.logsCaption')} head={head} stacking>
        {logs.map((log) => (
          <Row key={log.name} log={log} />
        ))}
      </DataTable>
    </Stack>
  );
};
