import { Badge, Table } from '@mantine/core';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { chosenVariant } from '../../../components/model/chosen-variant';
import { metricNames, type MetricName } from '../../../components/model/metrics';
import { useMetricText } from '../../../components/model/use-metric-text';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';

/** The same model in several number formats side by side: what is won in size and speed, and lost in quality. */
export const VariantTable = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useMetricText();
  const { variants } = model;
  const chosen = chosenVariant(model);
  const shown = metricNames.filter(
    (name): name is Exclude<MetricName, 'items'> =>
      name !== 'items' && variants.some(({ metrics }) => metrics[name] !== undefined),
  );
  const time = (ms: number | undefined): string =>
    ms === undefined ? t('state.none') : format.milliseconds(ms);
  return (
    <Section title={t('models.variants.title')}>
      <Table.ScrollContainer
        minWidth={0}
        type="native"
        tabIndex={0}
        role="region"
        aria-label={t('models.variants.caption')}
      >
        <Table className="num" fz="sm" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('models.variants.format')}</Table.Th>
              {variants.map((variant) => (
                <Table.Th key={variant.precision}>
                  {t(`models.variants.${variant.precision}`)}{' '}
                  {variant === chosen && (
                    <Badge size="sm" variant="light" tt="none">
                      {t('models.variants.chosen')}
                    </Badge>
                  )}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr>
              <Table.Th scope="row" fw={500}>
                {t('models.variants.size')}
              </Table.Th>
              {variants.map(({ precision, bytes }) => (
                <Table.Td key={precision}>{format.bytes(bytes)}</Table.Td>
              ))}
            </Table.Tr>
            {(['p50', 'p95'] as const).map((share) => (
              <Table.Tr key={share}>
                <Table.Th scope="row" fw={500}>
                  {t(`models.variants.${share}`)}
                </Table.Th>
                {variants.map(({ precision, latency }) => (
                  <Table.Td key={precision}>{time(latency?.[`${share}Ms`])}</Table.Td>
                ))}
              </Table.Tr>
            ))}
            {shown.map((name) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500}>
                  {t(`models.metric.${name}`)}
                </Table.Th>
                {variants.map(({ precision, metrics }) => (
                  <Table.Td key={precision}>{text.value(name, metrics[name])}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
};
