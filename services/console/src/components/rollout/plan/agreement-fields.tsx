import { Checkbox, NumberInput, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PolicyProps } from './pace-fields';

/** Who must agree before, and who may come later. */
export const AgreementFields = ({ draft, onChange }: PolicyProps) => {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Checkbox
        label={t('rolloutPlan.approval.label')}
        description={t('rolloutPlan.approval.hint')}
        checked={draft.approval}
        onChange={(event) => onChange({ approval: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('rolloutPlan.joining.label')}
        description={t('rolloutPlan.joining.hint')}
        checked={draft.joining}
        onChange={(event) => onChange({ joining: event.currentTarget.checked })}
      />
      {draft.joining && (
        <NumberInput
          label={t('rolloutPlan.joining.hours')}
          maw={320}
          min={1}
          max={2160}
          allowDecimal={false}
          value={draft.joinHours}
          onChange={(joinHours) => onChange({ joinHours })}
        />
      )}
    </Stack>
  );
};
