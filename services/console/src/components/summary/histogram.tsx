import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import '../chart/time-chart.css';
import './histogram.css';

const ends = [0, 0.25, 0.5, 0.75, 1];

/** How many results had which score, from 0 to 1 in equal parts. */
export const Histogram = ({ bins }: { readonly bins: readonly number[] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const total = bins.reduce((all, count) => all + count, 0);
  if (total === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('summaries.day.noScores')}
      </Text>
    );
  const most = Math.max(...bins);
  const peak = bins.indexOf(most);
  const edge = (index: number): string => format.number(index / bins.length, 2);
  const range = (index: number): string => `${edge(index)} – ${edge(index + 1)}`;
  const summary = t('summaries.day.histogramSummary', {
    results: format.number(total),
    from: edge(peak),
    to: edge(peak + 1),
  });
  return (
    <figure className="histogram">
      <div className="histogram-bars" role="img" aria-label={summary}>
        {bins.map((count, index) => (
          <span
            key={edge(index)}
            title={`${range(index)}: ${format.number(count)}`}
            data-none={count === 0 ? '' : undefined}
            style={{ height: count === 0 ? '100%' : `max(3px, ${(count / most) * 100}%)` }}
          />
        ))}
      </div>
      <div className="histogram-axis num" aria-hidden="true">
        {ends.map((at) => (
          <span key={at}>{format.number(at, 2)}</span>
        ))}
      </div>
      <details className="chart-table">
        <summary>{t('chart.table')}</summary>
        <Table className="num" fz="xs" verticalSpacing={2}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('summaries.day.histogramFrom')}</Table.Th>
              <Table.Th>{t('summaries.day.results')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {bins.map((count, index) => (
              <Table.Tr key={edge(index)}>
                <Table.Td>{range(index)}</Table.Td>
                <Table.Td>{format.number(count)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </details>
    </figure>
  );
};
