import { NumberInput, SimpleGrid, Stack } from '@mantine/core';
import { deploymentMode } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { ChoiceCard } from '../../training/choice-card';
import type { PolicyProps } from './pace-fields';

/** Whether the model takes over, or only shows what it would have said. */
export const ModeField = ({ draft, onChange }: PolicyProps) => {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <SimpleGrid
        cols={{ base: 1, sm: 2 }}
        spacing="sm"
        role="radiogroup"
        aria-label={t('rolloutPlan.mode.title')}
      >
        {deploymentMode.options.map((mode) => (
          <ChoiceCard
            key={mode}
            name="rollout-mode"
            checked={draft.mode === mode}
            title={t(`rolloutPlan.mode.${mode}.title`)}
            text={t(`rolloutPlan.mode.${mode}.text`)}
            onChoose={() => onChange({ mode })}
          />
        ))}
      </SimpleGrid>
      {draft.mode === 'shadow' && (
        <NumberInput
          label={t('rolloutPlan.mode.minutes')}
          maw={320}
          min={1}
          max={10_080}
          allowDecimal={false}
          value={draft.shadowMinutes}
          onChange={(shadowMinutes) => onChange({ shadowMinutes })}
        />
      )}
    </Stack>
  );
};
