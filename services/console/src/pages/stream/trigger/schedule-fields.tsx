import { Group, List, NativeSelect, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ZoneField } from '../../../components/zone-field';
import { dayName, inZone, ownZone } from '../../../lib/calendar';
import { useNow } from '../../../lib/clock';
import { cronOf, everyHours, presetKinds, usualPreset, type Preset, type PresetKind } from './cron-presets';
import { nextTimes } from './next-times';
import type { TriggerDraft } from './trigger-draft';

interface Props {
  readonly draft: TriggerDraft;
  readonly onChange: (change: Partial<TriggerDraft>) => void;
}

interface PresetProps {
  readonly preset: Preset;
  readonly onChange: (preset: Preset) => void;
}

const At = ({ value, onChange }: { readonly value: string; readonly onChange: (at: string) => void }) => (
  <TextInput
    type="time"
    label={useTranslation().t('trigger.at')}
    required
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);

const PresetFields = ({ preset, onChange }: PresetProps) => {
  const { t, i18n } = useTranslation();
  switch (preset.kind) {
    case 'hours':
      return (
        <NativeSelect
          label={t('trigger.every')}
          value={preset.every}
          data={everyHours.map((every) => ({
            value: String(every),
            label: t('trigger.hours', { count: every }),
          }))}
          onChange={(event) => onChange({ ...preset, every: Number(event.currentTarget.value) })}
        />
      );
    case 'daily':
      return <At value={preset.at} onChange={(at) => onChange({ ...preset, at })} />;
    case 'weekly':
      return (
        <Group gap="sm" grow>
          <NativeSelect
            label={t('trigger.day')}
            value={preset.day}
            data={[1, 2, 3, 4, 5, 6, 0].map((day) => ({
              value: String(day),
              label: dayName(day, i18n.language),
            }))}
            onChange={(event) => onChange({ ...preset, day: Number(event.currentTarget.value) })}
          />
          <At value={preset.at} onChange={(at) => onChange({ ...preset, at })} />
        </Group>
      );
    case 'cron':
      return (
        <TextInput
          label={t('trigger.cron')}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          maxLength={128}
          required
          value={preset.cron}
          error={
            nextTimes({ cron: preset.cron, timeZone: 'UTC' }, new Date(0), 1).length === 0 &&
            t('trigger.cronBad')
          }
          onChange={(event) => onChange({ ...preset, cron: event.currentTarget.value })}
        />
      );
  }
};

/** The next three times, by the clock of the schedule and by the reader's own. */
const NextTimes = ({ draft: { preset, timeZone } }: Pick<Props, 'draft'>) => {
  const { t, i18n } = useTranslation();
  const now = useNow();
  const times = nextTimes({ cron: cronOf(preset), timeZone }, new Date(now));
  const own = ownZone();
  return (
    <div>
      <Text size="xs" c="dimmed" mb={4}>
        {t('trigger.nextTimes')}
      </Text>
      {times.length === 0 ? (
        <Text size="sm">{t('trigger.never')}</Text>
      ) : (
        <List size="sm" className="num" data-next-times>
          {times.map((at) => (
            <List.Item key={at.getTime()}>
              {inZone(at, timeZone, i18n.language)}
              {own !== timeZone && (
                <Text span size="sm" c="dimmed">
                  {' '}
                  ({inZone(at, own, i18n.language)} {t('trigger.here')})
                </Text>
              )}
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
};

/** At which times. */
export const ScheduleFields = ({ draft, onChange }: Props) => {
  const { t } = useTranslation();
  const { preset } = draft;
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <NativeSelect
          label={t('trigger.kind')}
          value={preset.kind}
          data={presetKinds.map((kind) => ({ value: kind, label: t(`trigger.preset.${kind}`) }))}
          onChange={(event) =>
            onChange({ preset: usualPreset(event.currentTarget.value as PresetKind, cronOf(preset)) })
          }
        />
        <PresetFields preset={preset} onChange={(next) => onChange({ preset: next })} />
        <ZoneField value={draft.timeZone} onChange={(timeZone) => onChange({ timeZone })} />
      </SimpleGrid>
      <NextTimes draft={draft} />
    </Stack>
  );
};
