import { Table, Text } from '@mantine/core';
import { IconMoodSmile } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useFailures } from '../../api/devices';
import { EmptyState } from '../../components/empty-state';
import { LoadMore } from '../../components/load-more';
import { ProblemAlert } from '../../components/problem-alert';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { TimeAgo } from '../../components/time-ago';
import { useNarrow } from '../../lib/use-narrow';
import { useThen } from './past/past-context';
import '../../components/data-table.css';

const columns = ['time', 'type', 'message', 'file'] as const;

/** What the device could not do, and why. */
export const FailureList = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const then = useThen();
  const query = useFailures(device.id, then === null ? undefined : new Date(then + 1).toISOString());
  const failures = query.data?.pages.flatMap(({ items }) => items);
  if (!failures) return query.error ? <ProblemAlert error={query.error} /> : <RowsSkeleton />;
  if (failures.length === 0)
    return (
      <EmptyState
        icon={<IconMoodSmile size={24} />}
        title={t('edge.failures.empty')}
        text={t('edge.failures.emptyText')}
      />
    );
  return (
    <>
      <Table.ScrollContainer
        minWidth={narrow ? 0 : 560}
        type="native"
        tabIndex={0}
        role="region"
        aria-label={t('edge.tabs.failures')}
      >
        <Table className="data-table" data-stacking="" verticalSpacing="sm" borderColor="var(--tutti-line)">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column}>{t(`edge.failures.${column}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {failures.map(({ id, at, type, message, inputFile }) => (
              <Table.Tr key={id}>
                <Table.Td data-label={t('edge.failures.time')}>
                  <TimeAgo at={at} />
                </Table.Td>
                <Table.Td data-label={t('edge.failures.type')}>
                  <span className="mono">{type}</span>
                </Table.Td>
                <Table.Td className="wrap-anywhere" data-label={t('edge.failures.message')}>
                  {message}
                </Table.Td>
                <Table.Td data-label={t('edge.failures.file')}>
                  <Text size="sm" className="wrap-anywhere">
                    {inputFile}
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <LoadMore query={query} />
    </>
  );
};
