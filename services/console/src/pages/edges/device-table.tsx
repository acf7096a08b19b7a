import { Anchor, Table, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../components/data-table';
import { DeviceTitle } from '../../components/device/device-title';
import { Serial } from '../../components/device/serial';
import { StatusBadge } from '../../components/status-badge';
import { TagList } from '../../components/tag-list';
import { ModelName } from './model-name';
import { hasName } from '../../lib/has-name';
import { LastSeen } from './last-seen';

const columns = ['badge', 'name', 'serial', 'site', 'tags', 'model', 'lastSeen'] as const;
type Column = (typeof columns)[number];

/** What the server can sort by. */
const sortable: ReadonlySet<Column> = new Set(['name', 'serial'] as const);

interface HeadProps {
  readonly column: Column;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

const Head = ({ column, sort, onSort }: HeadProps) => {
  const { t } = useTranslation();
  const text = t(`devices.list.column.${column}`);
  if (!sortable.has(column)) return <Table.Th>{text}</Table.Th>;
  const [field, direction] = sort.split(':');
  const sorted = field === column;
  const ascending = sorted && direction !== 'DESC';
  const Arrow = ascending ? IconArrowUp : IconArrowDown;
  return (
    <Table.Th aria-sort={sorted ? (ascending ? 'ascending' : 'descending') : 'none'}>
      <UnstyledButton
        fz="inherit"
        fw="inherit"
        aria-label={t('devices.list.sortBy', { column: text })}
        onClick={() => onSort(`${column}:${ascending ? 'DESC' : 'ASC'}`)}
      >
        {text} {sorted && <Arrow size={13} aria-hidden="true" style={{ verticalAlign: '-2px' }} />}
      </UnstyledButton>
    </Table.Th>
  );
};

const Row = ({ device }: { readonly device: Device }) => (
  <Table.Tr>
    <Table.Td>
      <StatusBadge badge={device.badge} />
    </Table.Td>
    <Table.Td maw={260} miw={140}>
      <Anchor
        component={Link}
        to={`/edges/${device.id}`}
        size="sm"
        fw={600}
        underline="hover"
        className="wrap-anywhere"
      >
        <DeviceTitle device={device} />
      </Anchor>
    </Table.Td>
    <Table.Td>{hasName(device) && <Serial value={device.serial} />}</Table.Td>
    <Table.Td>{device.site}</Table.Td>
    <Table.Td>
      <TagList tags={device.tags} limit={2} />
    </Table.Td>
    <Table.Td>
      <ModelName model={device.model} />
    </Table.Td>
    <Table.Td>
      <LastSeen at={device.lastSeenAt} />
    </Table.Td>
  </Table.Tr>
);

interface Props {
  readonly devices: readonly Device[];
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

export const DeviceTable = ({ devices, sort, onSort }: Props) => {
  const { t } = useTranslation();
  const head = columns.map((column) => <Head key={column} column={column} sort={sort} onSort={onSort} />);
  return (
    <DataTable caption={t('devices.list.caption')} head={head} minWidth={900}>
      {devices.map((device) => (
        <Row key={device.id} device={device} />
      ))}
    </DataTable>
  );
};
