import { NumberInput, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../components/choice';
import { ScheduleFields } from './schedule-fields';
import type { TriggerDraft } from './trigger-draft';

interface Props {
  readonly draft: TriggerDraft;
  readonly onChange: (change: Partial<TriggerDraft>) => void;
}

/** At set times, or all the time. */
export const WhenFields = ({ draft, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Stack gap="md" align="stretch">
      <div>
        <Choice
          label={t('trigger.when')}
          value={draft.scheduled ? 'schedule' : 'always'}
          onChange={(value) => onChange({ scheduled: value === 'schedule' })}
          data={(['schedule', 'always'] as const).map((value) => ({ value, label: t(`trigger.${value}`) }))}
        />
      </div>
      {draft.scheduled ? (
        <ScheduleFields draft={draft} onChange={onChange} />
      ) : (
        <NumberInput
          label={t('trigger.checkSeconds')}
          min={5}
          max={86_400}
          allowDecimal={false}
          value={draft.checkSeconds}
          onChange={(checkSeconds) => onChange({ checkSeconds })}
        />
      )}
    </Stack>
  );
};
