import { Table } from '@mantine/core';
import { IconTerminal2 } from '@tabler/icons-react';
import type { Device, DeviceCommand } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useEdgeCommands } from '../../../api/edge-commands';
import { EmptyState } from '../../../components/empty-state';
import { LoadMore } from '../../../components/load-more';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { TimeAgo } from '../../../components/time-ago';
import { useNarrow } from '../../../lib/use-narrow';
import { CancelButton } from './cancel-button';
import { CommandOutcome } from './command-outcome';
import { CommandState } from './command-state';
import '../../../components/data-table.css';

const columns = ['what', 'state', 'outcome', 'time'] as const;

const Row = ({ command }: { readonly command: DeviceCommand }) => {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td data-label={t('commands.what')}>{t(`commands.kind.${command.order.kind}`)}</Table.Td>
      <Table.Td data-label={t('commands.state')}>
        <CommandState command={command} />
      </Table.Td>
      <Table.Td data-label={t('commands.outcome')}>
        <CommandOutcome command={command} />
        <CancelButton command={command} />
      </Table.Td>
      <Table.Td data-label={t('commands.time')}>
        <TimeAgo at={command.issuedAt} />
      </Table.Td>
    </Table.Tr>
  );
};

/** What was asked of the device, newest first. */
export const CommandList = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const query = useEdgeCommands(device.id);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton />}>
      {({ pages }) => {
        const commands = pages.flatMap(({ items }) => items);
        if (commands.length === 0)
          return (
            <EmptyState
              icon={<IconTerminal2 size={24} />}
              title={t('commands.empty')}
              text={t('commands.emptyText')}
            />
          );
        return (
          <>
            <Table.ScrollContainer
              minWidth={narrow ? 0 : 560}
              type="native"
              tabIndex={0}
              role="region"
              aria-label={t('edge.tabs.commands')}
            >
              <Table
                className="data-table"
                data-stacking=""
                verticalSpacing="sm"
                borderColor="var(--tutti-line)"
              >
                <Table.Thead>
                  <Table.Tr>
                    {columns.map((column) => (
                      <Table.Th key={column}>{t(`commands.${column}`)}</Table.Th>
                    ))}
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {commands.map((command) => (
                    <Row key={command.id} command={command} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
            <LoadMore query={query} />
          </>
        );
      }}
    </Loaded>
  );
};
