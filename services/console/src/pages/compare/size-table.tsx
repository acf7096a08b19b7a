import { Table } from '@mantine/core';
import type { Model, ModelComparison } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { chosenVariant } from '../../components/model/chosen-variant';
import { modelName } from '../../components/model/model-name';
import { Section } from '../../components/section';
import { useFormat } from '../../i18n/use-format';

/** What each model costs a device: bytes and milliseconds. */
export const SizeTable = ({ models }: Pick<ModelComparison, 'models'>) => {
  const { t } = useTranslation();
  const format = useFormat();
  const latencyOf = (model: Model, share: 'p50Ms' | 'p95Ms'): string => {
    const ms = chosenVariant(model)?.latency?.[share];
    return ms === undefined ? t('state.none') : format.milliseconds(ms);
  };
  const rows: readonly (readonly [string, (model: Model) => string])[] = [
    [t('models.variants.size'), ({ artifact }) => format.bytes(artifact.bytes)],
    [t('models.variants.p50'), (model) => latencyOf(model, 'p50Ms')],
    [t('models.variants.p95'), (model) => latencyOf(model, 'p95Ms')],
    [
      t('models.variants.format'),
      (model) => {
        const variant = chosenVariant(model);
        return variant ? t(`models.variants.${variant.precision}`) : t('state.none');
      },
    ],
    [t('models.card.labels'), ({ labels }) => format.number(labels.length)],
  ];
  return (
    <Section title={t('models.compare.facts')}>
      <Table.ScrollContainer
        minWidth={0}
        type="native"
        tabIndex={0}
        role="region"
        aria-label={t('models.compare.factsCaption')}
      >
        <Table className="num" fz="sm" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('models.compare.fact')}</Table.Th>
              {models.map((model) => (
                <Table.Th key={model.id}>{modelName(model)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([name, valueOf]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={500}>
                  {name}
                </Table.Th>
                {models.map((model) => (
                  <Table.Td key={model.id}>{valueOf(model)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
};
