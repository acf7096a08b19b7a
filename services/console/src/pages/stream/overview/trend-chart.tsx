import { useElementSize } from '@mantine/hooks';
import { Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { scaleOf, type TrendPoint } from './trend';
import './trend-chart.css';

const height = 190;
const margin = { left: 46, right: 18, top: 12, bottom: 26 } as const;
/** Versions below each other cannot be read closer than that. */
const leastLabelWidth = 44;

interface ShapeProps {
  readonly points: readonly TrendPoint[];
  readonly width: number;
}

const Shape = ({ points, width }: ShapeProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { from, to } = scaleOf(points);
  const inner = Math.max(40, width - margin.left - margin.right);
  const tall = height - margin.top - margin.bottom;
  const x = (index: number): number =>
    margin.left + (points.length === 1 ? inner / 2 : (index / (points.length - 1)) * inner);
  const y = (value: number): number => margin.top + (1 - (value - from) / (to - from)) * tall;
  const every = Math.ceil((points.length * leastLabelWidth) / inner);
  return (
    <>
      {[from, (from + to) / 2, to].map((value) => (
        <g key={value}>
          <line x1={margin.left} x2={width - margin.right} y1={y(value)} y2={y(value)} />
          <text x={margin.left - 8} y={y(value) + 4} textAnchor="end">
            {format.percent(value, 1)}
          </text>
        </g>
      ))}
      <polyline points={points.map(({ value }, index) => `${x(index)},${y(value)}`).join(' ')} />
      {points.map(({ id, version, value, passes }, index) => (
        <g key={id}>
          <circle cx={x(index)} cy={y(value)} r={4} data-held={passes ? undefined : ''}>
            <title>{t('stream.trend.point', { version, value: format.percent(value, 1) })}</title>
          </circle>
          {(points.length - 1 - index) % every === 0 && (
            <text x={x(index)} y={height - 6} textAnchor="middle">
              {version}
            </text>
          )}
        </g>
      ))}
    </>
  );
};

const AsTable = ({ points, metric }: { readonly points: readonly TrendPoint[]; readonly metric: string }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <details className="trend-table">
      <summary>{t('stream.trend.table')}</summary>
      <Table aria-label={metric}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('stream.trend.version')}</Table.Th>
            <Table.Th>{metric}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.map(({ id, version, value, passes }) => (
            <Table.Tr key={id}>
              <Table.Td>{version}</Table.Td>
              <Table.Td>
                {format.percent(value, 1)}
                {!passes && ` (${t('stream.trend.held')})`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
};

interface Props {
  readonly points: readonly TrendPoint[];
  /** What is shown of each, in words. */
  readonly metric: string;
}

/** The main metric over the versions; what the gate held back is hollow. */
export const TrendChart = ({ points, metric }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width } = useElementSize();
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last)
    return (
      <Text size="sm" c="dimmed">
        {t('stream.trend.empty')}
      </Text>
    );
  return (
    <div ref={ref}>
      <svg
        className="trend"
        role="img"
        aria-label={t('stream.trend.summary', {
          metric,
          count: points.length,
          first: format.percent(first.value, 1),
          last: format.percent(last.value, 1),
        })}
      >
        {width > 0 && <Shape points={points} width={width} />}
      </svg>
      <AsTable points={points} metric={metric} />
    </div>
  );
};
