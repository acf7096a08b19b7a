import { Anchor, Table, Text } from '@mantine/core';
import type { Workspace } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../components/data-table';
import { weightedMean } from '../../components/weighted-mean';
import { useFormat } from '../../i18n/use-format';
import { dayText } from '../../lib/calendar';
import { SparkLine } from './spark-line';

const columns = ['name', 'day', 'results', 'trend', 'score', 'failures', 'warnings', 'devices'] as const;
type Newest = NonNullable<Workspace['newest']>;
type Column = (typeof columns)[number];

const useCell = () => {
  const { t } = useTranslation();
  return (column: Column) => ({ 'data-label': t(`workspaces.list.column.${column}`), className: 'num' });
};

type Counts = Pick<Newest, 'failures' | 'warnings' | 'offline' | 'registered' | 'meanScore'>;

const CountCells = ({ newest }: { readonly newest: Counts }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const cell = useCell();
  const { meanScore, failures, warnings, offline, registered } = newest;
  return (
    <>
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
    </>
  );
};

const Row = ({ workspace: { name, newest, days, recent } }: { readonly workspace: Workspace }) => {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const cell = useCell();
  return (
    <Table.Tr data-workspace={name}>
      <Table.Td {...cell('name')}>
        <Anchor
          component={Link}
          to={`/workspaces/${encodeURIComponent(name)}`}
          size="sm"
          fw={600}
          className="wrap-anywhere"
        >
          {name}
        </Anchor>
      </Table.Td>
      <Table.Td {...cell('day')}>
        {newest ? (
          <div>
            {dayText(newest.date, i18n.language)}
            <Text size="xs" c="dimmed">
              {t('workspaces.list.days', { count: days })}
            </Text>
          </div>
        ) : (
          <Text size="sm" c="dimmed">
            {t('workspaces.list.nothingYet')}
          </Text>
        )}
      </Table.Td>
      {newest && (
        <>
          <Table.Td {...cell('results')}>{format.number(newest.results)}</Table.Td>
          <Table.Td {...cell('trend')}>
            <SparkLine values={recent.map(({ results }) => results)} />
          </Table.Td>
          <CountCells newest={newest} />
        </>
      )}
    </Table.Tr>
  );
};

const sumOf = (all: readonly Newest[], pick: (one: Newest) => number): number =>
  all.reduce((sum, one) => sum + pick(one), 0);

/** The newest days of all: they need not be the same day. */
const Total = ({ all }: { readonly all: readonly Newest[] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const cell = useCell();
  const scored = all.flatMap(({ meanScore, results }) =>
    meanScore === null ? [] : [[meanScore, results] as const],
  );
  const totals = {
    failures: sumOf(all, ({ failures }) => failures),
    warnings: sumOf(all, ({ warnings }) => warnings),
    offline: sumOf(all, ({ offline }) => offline),
    registered: sumOf(all, ({ registered }) => registered),
    meanScore: weightedMean(scored) ?? null,
  };
  return (
    <Table.Tr fw={600} data-total>
      <Table.Td {...cell('name')}>{t('workspaces.list.total')}</Table.Td>
      <Table.Td {...cell('day')} />
      <Table.Td {...cell('results')}>{format.number(sumOf(all, ({ results }) => results))}</Table.Td>
      <Table.Td {...cell('trend')} />
      <CountCells newest={totals} />
    </Table.Tr>
  );
};

/** Workspaces with the newest day of each. */
export const WorkspaceTable = ({ workspaces }: { readonly workspaces: readonly Workspace[] }) => {
  const { t } = useTranslation();
  const all = workspaces.flatMap(({ newest }) => newest ?? []);
  return (
    <DataTable
      caption={t('workspaces.list.caption')}
      stacking
      minWidth={900}
      head={columns.map((column) => (
        <Table.Th key={column}>{t(`workspaces.list.column.${column}`)}</Table.Th>
      ))}
    >
      {workspaces.map((workspace) => (
        <Row key={workspace.name} workspace={workspace} />
      ))}
      {all.length > 1 && <Total all={all} />}
    </DataTable>
  );
};
