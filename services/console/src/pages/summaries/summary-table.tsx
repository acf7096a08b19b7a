import { Anchor, Table, Text } from '@mantine/core';
import type { SummaryItem } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../components/data-table';
import { TimeAgo } from '../../components/time-ago';
import { useFormat } from '../../i18n/use-format';
import { dayText } from '../../lib/calendar';

const columns = ['day', 'results', 'score', 'failures', 'warnings', 'devices', 'composed'] as const;

const Row = ({ day }: { readonly day: SummaryItem }) => {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { date, revision, composedAt, results, meanScore, failures, warnings, offline, registered } = day;
  const cell = (column: (typeof columns)[number]) => ({
    'data-label': t(`summaries.list.column.${column}`),
    className: 'num',
  });
  return (
    <Table.Tr data-day={date}>
      <Table.Td {...cell('day')}>
        <div>
          <Anchor component={Link} to={`/summaries/${date}`} size="sm" fw={600}>
            {dayText(date, i18n.language)}
          </Anchor>
          {revision > 1 && (
            <Text size="xs" c="dimmed">
              {t('summaries.day.revision', { revision: format.number(revision) })}
            </Text>
          )}
        </div>
      </Table.Td>
      <Table.Td {...cell('results')}>{format.number(results)}</Table.Td>
      <Table.Td {...cell('score')}>
        {meanScore === null ? t('state.none') : format.number(meanScore, 3)}
      </Table.Td>
      <Table.Td {...cell('failures')}>{format.number(failures)}</Table.Td>
      <Table.Td {...cell('warnings')}>{format.number(warnings)}</Table.Td>
      <Table.Td {...cell('devices')}>
        {t('summaries.list.offlineOf', {
          offline: format.number(offline),
          registered: format.number(registered),
        })}
      </Table.Td>
      <Table.Td {...cell('composed')}>
        <TimeAgo at={composedAt} />
      </Table.Td>
    </Table.Tr>
  );
};

/** Days, the newest first. */
export const SummaryTable = ({ days }: { readonly days: readonly SummaryItem[] }) => {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('summaries.list.caption')}
      stacking
      head={columns.map((column) => (
        <Table.Th key={column}>{t(`summaries.list.column.${column}`)}</Table.Th>
      ))}
    >
      {days.map((day) => (
        <Row key={day.date} day={day} />
      ))}
    </DataTable>
  );
};
