import { Table } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import type { ChartShape } from './chart-options';
import type { Timeline } from './series';

interface Props {
  readonly shape: Pick<ChartShape, 'lines' | 'format'>;
  readonly data: Timeline;
  readonly title: string;
  /** What the rows go by, where that is not time. */
  readonly by?: { readonly name: string; readonly text: (value: number) => string };
}

const Rows = ({ shape, data, title, by }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const text = (value: number | null | undefined): string =>
    value === null || value === undefined ? '—' : shape.format(value);
  const full = data.times.flatMap((time, index) =>
    data.values.some((line) => line[index] !== null) ? [[time, index] as const] : [],
  );
  return (
    <Table.ScrollContainer minWidth={0} mah={280} type="native" tabIndex={0} role="region" aria-label={title}>
      <Table className="num" fz="xs" verticalSpacing={2} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{by?.name ?? t('chart.time')}</Table.Th>
            {shape.lines.map(({ name }) => (
              <Table.Th key={name}>{name}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {full.map(([time, index]) => (
            <Table.Tr key={time}>
              <Table.Td>{by ? by.text(time) : format.moment(time * 1_000)}</Table.Td>
              {shape.lines.map(({ name }, line) => {
                const band = data.bands?.[line];
                const range = band ? ` (${text(band.low[index])} – ${text(band.high[index])})` : '';
                return (
                  <Table.Td key={name}>
                    {text(data.values[line]?.[index])}
                    {range}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};

/** The same numbers as a table: for screen readers, and for whoever wants them exactly. */
export const ChartTable = (props: Props) => {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <details className="chart-table" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{t('chart.table')}</summary>
      {opened && <Rows {...props} />}
    </details>
  );
};
