import { NumberInput, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFrameFields } from '../../../../api/frames';
import { FilterBuilder } from '../../../../components/filter/filter-builder';
import { boundsFault, type ChoiceValues } from './edge-choice';

interface Props {
  readonly values: ChoiceValues;
  readonly onChange: (values: ChoiceValues) => void;
}

/** Which pictures that edges sent: of which of them, when, and with which scores. */
export const ChoiceForm = ({ values, onChange }: Props) => {
  const { t } = useTranslation();
  const { data: fields = [] } = useFrameFields();
  const fault = boundsFault(values);
  const time = (name: 'from' | 'to') => ({
    type: 'datetime-local',
    label: t(`imports.edges.${name}`),
    value: values[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ ...values, [name]: event.currentTarget.value }),
  });
  const score = (name: 'minScore' | 'maxScore') => ({
    label: t(`imports.edges.${name}`),
    placeholder: t('imports.edges.any'),
    min: 0,
    max: 100,
    clampBehavior: 'strict' as const,
    value: values[name],
    onChange: (value: number | string) => onChange({ ...values, [name]: value }),
  });
  return (
    <Stack gap="sm">
      <div>
        <FilterBuilder
          fields={fields}
          value={values.filter}
          onChange={(filter) => onChange({ ...values, filter })}
        />
        {values.filter === '' && (
          <Text size="xs" c="dimmed" mt={4}>
            {t('imports.edges.everyEdge')}
          </Text>
        )}
      </div>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
        <TextInput {...time('from')} error={fault === 'order' && t('imports.edges.order')} />
        <TextInput {...time('to')} />
        <NumberInput {...score('minScore')} error={fault === 'scores' && t('imports.edges.scores')} />
        <NumberInput {...score('maxScore')} />
      </SimpleGrid>
    </Stack>
  );
};
