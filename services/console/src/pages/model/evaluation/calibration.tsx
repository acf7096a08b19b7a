import { Table, Text } from '@mantine/core';
import type { EvaluationReport } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import '../../../components/chart/time-chart.css';
import './calibration.css';

type Bins = EvaluationReport['calibration'];

const side = 240;
const margin = 52;
const end = 22;
const ticks = [0, 0.25, 0.5, 0.75, 1] as const;

const x = (share: number): number => margin + share * side;
const y = (share: number): number => 8 + (1 - share) * side;

const Axes = () => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line className="calibration-grid" x1={x(0)} x2={x(1)} y1={y(tick)} y2={y(tick)} />
          <text x={margin - 6} y={y(tick)} textAnchor="end">
            {format.percent(tick)}
          </text>
          <text x={x(tick)} y={y(0) + 14} textAnchor="middle">
            {format.percent(tick)}
          </text>
        </g>
      ))}
      <text x={x(0.5)} y={y(0) + 32} textAnchor="middle" className="calibration-name">
        {t('models.calibration.sure')}
      </text>
      <text transform={`translate(8 ${y(0.5)}) rotate(-90)`} textAnchor="middle" className="calibration-name">
        {t('models.calibration.right')}
      </text>
    </>
  );
};

/** Points are as large as what stands behind them. */
const radiusOf = (count: number, most: number): number => 3.5 + 6 * Math.sqrt(count / most);

const Numbers = ({ bins }: { readonly bins: Bins }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <details className="chart-table">
      <summary>{t('chart.table')}</summary>
      <Table className="num" fz="xs" verticalSpacing={2}>
        <Table.Thead>
          <Table.Tr>
            {(['from', 'count', 'sure', 'right'] as const).map((column) => (
              <Table.Th key={column}>{t(`models.calibration.${column}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {bins.map(({ from, to, count, confidence, accuracy }) => (
            <Table.Tr key={from}>
              <Table.Td>
                {t('models.calibration.range', { from: format.percent(from), to: format.percent(to) })}
              </Table.Td>
              <Table.Td>{format.number(count)}</Table.Td>
              <Table.Td>{format.percent(confidence, 1)}</Table.Td>
              <Table.Td>{format.percent(accuracy, 1)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
};

/** Whether the model is right as often as it is sure. */
export const Calibration = ({ bins }: { readonly bins: Bins }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(...bins.map(({ count }) => count), 1);
  const said = bins
    .map(({ confidence, accuracy }) =>
      t('models.calibration.bin', {
        confidence: format.percent(confidence),
        accuracy: format.percent(accuracy),
      }),
    )
    .join('; ');
  const path = bins.map(({ confidence, accuracy }) => `${x(confidence)},${y(accuracy)}`).join(' ');
  return (
    <Section title={t('models.calibration.title')}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('models.calibration.text')}
      </Text>
      <svg
        className="calibration"
        viewBox={`0 0 ${margin + side + end} ${side + 48}`}
        role="img"
        aria-label={t('models.calibration.label', { bins: said })}
      >
        <Axes />
        <line className="calibration-ideal" x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
        <polyline className="calibration-line" points={path} />
        {bins.map(({ from, confidence, accuracy, count }) => (
          <circle
            key={from}
            className="calibration-point"
            cx={x(confidence)}
            cy={y(accuracy)}
            r={radiusOf(count, most)}
          />
        ))}
      </svg>
      <Numbers bins={bins} />
    </Section>
  );
};
