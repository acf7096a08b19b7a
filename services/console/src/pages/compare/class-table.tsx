import { Table, Text } from '@mantine/core';
import type { EvaluationReport, ModelComparison } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Difference } from '../../components/model/difference';
import { verdictOn } from '../../components/model/metrics';
import { modelName } from '../../components/model/model-name';
import { useMetricText } from '../../components/model/use-metric-text';
import { Section } from '../../components/section';
import { classChanges, type ClassChange } from './class-changes';

const Change = ({ change: { difference } }: { readonly change: ClassChange }) => {
  const { t } = useTranslation();
  const { points } = useMetricText();
  if (difference === undefined)
    return (
      <Text span size="xs" c="dimmed">
        {t('models.compare.onlyOne')}
      </Text>
    );
  return (
    <Difference difference={difference} verdict={verdictOn('recall', difference)} text={points(difference)} />
  );
};

interface Props {
  readonly models: ModelComparison['models'];
  readonly evaluations: readonly [EvaluationReport, EvaluationReport];
}

/** Recall of each class in both models, the largest fall first. */
export const ClassTable = ({ models: [a, b], evaluations }: Props) => {
  const { t } = useTranslation();
  const text = useMetricText();
  const share = (value: number | null): string => text.value('recall', value ?? undefined);
  return (
    <Section title={t('models.compare.differences')}>
      <Table.ScrollContainer
        minWidth={0}
        mah={440}
        type="native"
        tabIndex={0}
        role="region"
        aria-label={t('models.compare.classesCaption')}
      >
        <Table className="num" fz="sm" verticalSpacing={5} stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('models.classes.column.name')}</Table.Th>
              <Table.Th>{modelName(a)}</Table.Th>
              <Table.Th>{modelName(b)}</Table.Th>
              <Table.Th>{t('models.classes.change')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {classChanges(...evaluations).map((change) => (
              <Table.Tr key={change.key}>
                <Table.Th scope="row" fw={500} miw={96} className="wrap-anywhere">
                  {change.name}
                </Table.Th>
                <Table.Td>{share(change.a)}</Table.Td>
                <Table.Td>{share(change.b)}</Table.Td>
                <Table.Td>
                  <Change change={change} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
};
