import { NumberInput, Paper, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import type { TrainingTask } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { gateOf, isGate, type GateDraft } from './gate-draft';
import { GateList } from './gate-list';
import { metricsOf } from './metric';

interface Props {
  readonly task: TrainingTask;
  readonly draft: GateDraft;
  readonly onChange: (draft: GateDraft) => void;
}

/** What is asked of new models: numbers, and at once what they mean in words. */
export const GateFields = ({ task, draft, onChange }: Props) => {
  const { t } = useTranslation();
  const percent = (name: 'atLeast' | 'gain' | 'largestClassLoss', min: number) => ({
    label: t(`training.gate.field.${name}`),
    placeholder: t('training.gate.nothing'),
    suffix: '%',
    min,
    max: 100,
    decimalScale: 2,
    value: draft[name],
    onChange: (value: number | string) => onChange({ ...draft, [name]: value }),
  });
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <Select
          label={t('training.gate.field.metric')}
          allowDeselect={false}
          value={draft.metric}
          data={metricsOf[task].map((metric) => ({ value: metric, label: t(`models.metric.${metric}`) }))}
          onChange={(metric) => onChange({ ...draft, metric: metric ?? draft.metric })}
        />
        <NumberInput {...percent('atLeast', 0)} />
        <NumberInput {...percent('gain', -100)} />
        <NumberInput {...percent('largestClassLoss', 0)} />
      </SimpleGrid>
      {isGate(draft) && (
        <Paper bg="var(--tutti-hover)" radius="md" p="sm">
          <Text size="xs" c="dimmed" mb={4}>
            {t('training.gate.inWords')}
          </Text>
          <GateList gate={gateOf(draft)} />
        </Paper>
      )}
    </Stack>
  );
};
