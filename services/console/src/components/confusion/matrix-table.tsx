import { Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { cellsOf } from './cells';
import '../chart/time-chart.css';

interface Props {
  readonly names: readonly string[];
  readonly confusion: readonly (readonly number[])[];
}

const columns = ['truth', 'predicted', 'count', 'share'] as const;

const Rows = ({ names, confusion }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table.ScrollContainer
      minWidth={0}
      mah={320}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={t('models.confusion.caption')}
    >
      <Table className="num" fz="xs" verticalSpacing={2} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column}>{t(`models.confusion.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {cellsOf(confusion).map(({ truth, predicted, count, share }) => (
            <Table.Tr key={`${truth} ${predicted}`}>
              <Table.Td>{names[truth]}</Table.Td>
              <Table.Td>{names[predicted]}</Table.Td>
              <Table.Td>{format.number(count)}</Table.Td>
              <Table.Td>{format.percent(share, 1)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};

/** The same numbers as a table of the pairs that occurred. */
export const MatrixTable = (props: Props) => {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <details className="chart-table" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t('models.confusion.table')}</summary>
      {opened && <Rows {...props} />}
    </details>
  );
};
