import { NumberInput, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { ChoiceCard } from '../../training/choice-card';
import type { PolicyProps } from './pace-fields';
import { percentOf } from './policy-draft';

interface Props extends PolicyProps {
  /** Of the model's stream: the floor that nobody set. */
  readonly warningScore: number | null;
}

const silences = ['confirm', 'roll-back'] as const;

const WhenSilent = ({ draft, onChange }: PolicyProps) => {
  const { t } = useTranslation();
  return (
    <div role="radiogroup" aria-label={t('rolloutPlan.confirmation.whenSilent')}>
      <Text size="sm" fw={500} mb={4} aria-hidden="true">
        {t('rolloutPlan.confirmation.whenSilent')}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {silences.map((way) => (
          <ChoiceCard
            key={way}
            name="when-silent"
            checked={draft.whenSilent === way}
            title={t(`rolloutPlan.confirmation.${way}.title`)}
            text={t(`rolloutPlan.confirmation.${way}.text`)}
            onChoose={() => onChange({ whenSilent: way })}
          />
        ))}
      </SimpleGrid>
    </div>
  );
};

/** When a device keeps the model, and when it takes the earlier one again. */
export const ConfirmationFields = ({ draft, warningScore, onChange }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const hint =
    warningScore === null
      ? t('rolloutPlan.confirmation.floorHint')
      : t('rolloutPlan.confirmation.floorUsual', { score: format.percent(warningScore, 1) });
  const usualFloor = warningScore === null ? '' : percentOf(warningScore);
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <NumberInput
          label={t('rolloutPlan.confirmation.results')}
          min={1}
          max={100_000}
          allowDecimal={false}
          value={draft.results}
          onChange={(results) => onChange({ results })}
        />
        <NumberInput
          label={t('rolloutPlan.confirmation.minutes')}
          min={1}
          max={10_080}
          allowDecimal={false}
          value={draft.minutes}
          onChange={(minutes) => onChange({ minutes })}
        />
        <NumberInput
          label={t('rolloutPlan.confirmation.floor')}
          description={hint}
          placeholder={t('rolloutPlan.confirmation.noFloor')}
          suffix="%"
          min={0}
          max={100}
          decimalScale={2}
          value={draft.floor ?? usualFloor}
          onChange={(floor) => onChange({ floor })}
        />
        <NumberInput
          label={t('rolloutPlan.confirmation.latency')}
          description={t('rolloutPlan.confirmation.latencyHint')}
          placeholder={t('rolloutPlan.confirmation.noLatency')}
          suffix=" ms"
          min={1}
          max={600_000}
          allowDecimal={false}
          value={draft.latencyBudgetMs}
          onChange={(latencyBudgetMs) => onChange({ latencyBudgetMs })}
        />
      </SimpleGrid>
      <WhenSilent draft={draft} onChange={onChange} />
    </Stack>
  );
};
