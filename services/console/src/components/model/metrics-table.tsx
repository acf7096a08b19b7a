import { Table, Text } from '@mantine/core';
import type { ModelMetrics } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Difference } from './difference';
import { isLowerBetter, metricNames, verdictOn, type MetricName } from './metrics';
import { useMetricText } from './use-metric-text';

interface Props {
  /** Of the model. */
  readonly name: string;
  readonly metrics: ModelMetrics;
  /** What to compare with. */
  readonly baseline: ModelMetrics | null;
  /** Of the two columns, the first the one of `metrics`. */
  readonly columns?: readonly [string, string];
}

const Change = ({
  metric,
  from,
  to,
}: {
  readonly metric: MetricName;
  readonly from: number | undefined;
  readonly to: number | undefined;
}) => {
  const text = useMetricText();
  if (from === undefined || to === undefined || metric === 'items') return null;
  const difference = to - from;
  return (
    <Difference
      difference={difference}
      verdict={verdictOn(metric, difference)}
      text={text.change(metric, difference)}
    />
  );
};

/** The metrics of a model, beside those of another one. */
export const MetricsTable = ({ name, metrics, baseline, columns }: Props) => {
  const { t } = useTranslation();
  const text = useMetricText();
  const shown = metricNames.filter(
    (metric) => metrics[metric] !== undefined || baseline?.[metric] !== undefined,
  );
  const [here, there] = columns ?? [t('models.metrics.this'), t('models.metrics.before')];
  return (
    <Table.ScrollContainer
      minWidth={0}
      type="native"
      tabIndex={0}
      role="region"
      aria-label={t('models.metrics.caption', { name })}
    >
      <Table className="num" fz="sm" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('models.metrics.metric')}</Table.Th>
            <Table.Th>{here}</Table.Th>
            {baseline && <Table.Th>{there}</Table.Th>}
            {baseline && <Table.Th>{t('models.metrics.difference')}</Table.Th>}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((metric) => (
            <Table.Tr key={metric} data-metric={metric}>
              <Table.Th scope="row" fw={500}>
                {t(`models.metric.${metric}`)}
                {isLowerBetter(metric) && (
                  <Text size="xs" c="dimmed" fw={400}>
                    {t('models.metrics.lowerIsBetter')}
                  </Text>
                )}
              </Table.Th>
              <Table.Td fw={650}>{text.value(metric, metrics[metric])}</Table.Td>
              {baseline && <Table.Td>{text.value(metric, baseline[metric])}</Table.Td>}
              {baseline && (
                <Table.Td>
                  <Change metric={metric} from={baseline[metric]} to={metrics[metric]} />
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
};
