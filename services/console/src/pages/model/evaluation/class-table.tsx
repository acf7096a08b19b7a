import { Table, Text, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { ClassMetrics, EvaluationReport } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import { classColumns, nextOrder, sorted, type ClassColumn, type Order } from './class-order';

interface HeadProps {
  readonly column: ClassColumn;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
}

const Head = ({ column, order, onOrder }: HeadProps) => {
  const { t } = useTranslation();
  const text = t(`models.classes.column.${column}`);
  const isIt = order.column === column;
  const Arrow = order.ascending ? IconArrowUp : IconArrowDown;
  return (
    <Table.Th aria-sort={isIt ? (order.ascending ? 'ascending' : 'descending') : 'none'}>
      <UnstyledButton
        fz="inherit"
        fw="inherit"
        aria-label={t('models.classes.sortBy', { column: text })}
        onClick={() => onOrder(nextOrder(order, column))}
      >
        {text} {isIt && <Arrow size={13} aria-hidden="true" style={{ verticalAlign: '-2px' }} />}
      </UnstyledButton>
    </Table.Th>
  );
};

const Share = ({ value }: { readonly value: number | null | undefined }) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (value !== null && value !== undefined) return format.percent(value, 1);
  return (
    <Text span c="dimmed" size="sm" title={t('models.classes.none')}>
      {t('state.none')}
    </Text>
  );
};

const Row = ({ one, columns }: { readonly one: ClassMetrics; readonly columns: readonly ClassColumn[] }) => {
  const format = useFormat();
  return (
    <Table.Tr>
      {columns.map((column) =>
        column === 'name' ? (
          <Table.Th key={column} scope="row" fw={500} miw={96} className="wrap-anywhere">
            {one.name}
          </Table.Th>
        ) : (
          <Table.Td key={column}>
            {column === 'support' ? format.number(one.support) : <Share value={one[column]} />}
          </Table.Td>
        ),
      )}
    </Table.Tr>
  );
};

/** How well the model does with each class; the worst first. */
export const ClassTable = ({ report: { classes, task } }: { readonly report: EvaluationReport }) => {
  const { t } = useTranslation();
  const [order, setOrder] = useState<Order>({ column: 'f1', ascending: true });
  const columns = classColumns.filter(
    (column) => column !== 'averagePrecision' || task === 'object-detection',
  );
  return (
    <Section title={t('models.classes.title')}>
      <Table.ScrollContainer
        minWidth={0}
        mah={440}
        type="native"
        tabIndex={0}
        role="region"
        aria-label={t('models.classes.caption')}
      >
        <Table className="num" fz="sm" verticalSpacing={5} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Head key={column} column={column} order={order} onOrder={setOrder} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted(classes, order).map((one) => (
              <Row key={one.key} one={one} columns={columns} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
};
