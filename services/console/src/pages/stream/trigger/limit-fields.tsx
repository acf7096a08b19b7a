import { Checkbox, NumberInput, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoiceCard } from '../../../components/training/choice-card';
import { DeviceFilterField } from '../../../components/training/device-filter-field';
import { ZoneField } from '../../../components/zone-field';
import type { TriggerDraft } from './trigger-draft';

interface Props {
  readonly draft: TriggerDraft;
  readonly onChange: (change: Partial<TriggerDraft>) => void;
}

const WindowFields = ({ draft, onChange }: Props) => {
  const { t } = useTranslation();
  const time = (name: 'from' | 'to') => ({
    type: 'time',
    label: t(`trigger.${name}`),
    required: true,
    value: draft[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => onChange({ [name]: event.currentTarget.value }),
  });
  return (
    <Stack gap="sm">
      <Checkbox
        label={t('trigger.window')}
        checked={draft.windowed}
        onChange={(event) => onChange({ windowed: event.currentTarget.checked })}
      />
      {draft.windowed && (
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          <TextInput {...time('from')} />
          <TextInput {...time('to')} />
          <ZoneField value={draft.windowZone} onChange={(windowZone) => onChange({ windowZone })} />
        </SimpleGrid>
      )}
    </Stack>
  );
};

const DeviceFields = ({ draft, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Checkbox
        label={t('trigger.devices')}
        checked={draft.counted}
        onChange={(event) => onChange({ counted: event.currentTarget.checked })}
      />
      {draft.counted && (
        <>
          <NumberInput
            label={t('trigger.devicesAtLeast')}
            min={1}
            allowDecimal={false}
            value={draft.devicesAtLeast}
            onChange={(devicesAtLeast) => onChange({ devicesAtLeast })}
          />
          <DeviceFilterField
            label={t('trigger.devicesWhich')}
            none={t('trigger.devicesAll')}
            value={draft.devicesFilter}
            onChange={(devicesFilter) => onChange({ devicesFilter })}
          />
        </>
      )}
    </Stack>
  );
};

/** What becomes of a set time at which the gate is shut. */
const ShutField = ({ draft, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" role="radiogroup" aria-label={t('trigger.whenShut')}>
      {(['skip', 'wait'] as const).map((way) => (
        <ChoiceCard
          key={way}
          name="when-shut"
          checked={draft.whenShut === way}
          title={t(`trigger.${way}.title`)}
          text={t(`trigger.${way}.text`)}
          onChoose={() => onChange({ whenShut: way })}
        />
      ))}
    </SimpleGrid>
  );
};

/** What holds a training back: times of day, who must be there, how long it rests. */
export const LimitFields = (props: Props) => {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  return (
    <Stack gap="md">
      <Checkbox
        label={t('trigger.trainer')}
        checked={draft.trainer}
        onChange={(event) => onChange({ trainer: event.currentTarget.checked })}
      />
      <DeviceFields {...props} />
      {draft.scheduled && (draft.trainer || draft.counted) && <ShutField {...props} />}
      <WindowFields {...props} />
      <NumberInput
        label={t('trigger.coolDown')}
        description={t('trigger.coolDownHint')}
        min={0}
        max={43_200}
        allowDecimal={false}
        value={draft.coolDownMinutes}
        onChange={(coolDownMinutes) => onChange({ coolDownMinutes })}
      />
    </Stack>
  );
};
