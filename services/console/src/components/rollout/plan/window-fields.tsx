import {
  ActionIcon,
  Button,
  Checkbox,
  Chip,
  Group,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { weekday } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { dayName } from '../../../lib/calendar';
import { ZoneField } from '../../zone-field';
import type { PolicyProps } from './pace-fields';
import { windowBeside, type Weekday, type WindowDraft } from './policy-draft';

interface WindowProps {
  readonly window: WindowDraft;
  /** From 1. */
  readonly number: number;
  readonly onChange: (window: WindowDraft) => void;
  readonly onRemove?: () => void;
}

/** From Monday on; in cron Sunday is 0. */
const cronDay = (day: Weekday): number => (weekday.options.indexOf(day) + 1) % 7;

const Days = ({ window, onChange }: Pick<WindowProps, 'window' | 'onChange'>) => {
  const { t, i18n } = useTranslation();
  const set = (days: readonly string[]): void =>
    onChange({ ...window, days: weekday.options.filter((day) => days.includes(day)) });
  return (
    <div role="group" aria-label={t('rolloutPlan.windows.days')}>
      <Chip.Group multiple value={[...window.days]} onChange={set}>
        <Group gap={6}>
          {weekday.options.map((day) => (
            <Chip key={day} value={day} size="xs" aria-label={dayName(cronDay(day), i18n.language)}>
              {dayName(cronDay(day), i18n.language, 'short')}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      {window.days.length === 0 && (
        <Text size="xs" c="var(--tutti-bad)" mt={4}>
          {t('rolloutPlan.windows.noDay')}
        </Text>
      )}
    </div>
  );
};

const WindowRow = ({ window, number, onChange, onRemove }: WindowProps) => {
  const { t } = useTranslation();
  const label = t('rolloutPlan.windows.number', { number });
  const time = (name: 'from' | 'to') => (
    <TextInput
      type="time"
      label={t(`rolloutPlan.windows.${name}`)}
      required
      value={window[name]}
      onChange={(event) => onChange({ ...window, [name]: event.currentTarget.value })}
    />
  );
  return (
    <Paper withBorder radius="md" p="sm" role="group" aria-label={label}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <Days window={window} onChange={onChange} />
          {onRemove && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('rolloutPlan.windows.remove', { number })}
              onClick={onRemove}
            >
              <IconTrash size={16} />
            </ActionIcon>
          )}
        </Group>
        <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
          {time('from')}
          {time('to')}
          <ZoneField value={window.timeZone} onChange={(timeZone) => onChange({ ...window, timeZone })} />
        </SimpleGrid>
      </Stack>
    </Paper>
  );
};

/** At which times devices may change their model; they download it before. */
export const WindowFields = ({ draft: { windowed, windows }, onChange }: PolicyProps) => {
  const { t } = useTranslation();
  const set = (next: readonly WindowDraft[]): void => onChange({ windows: next });
  return (
    <Stack gap="sm">
      <Checkbox
        label={t('rolloutPlan.windows.windowed')}
        description={t('rolloutPlan.windows.hint')}
        checked={windowed}
        onChange={(event) => onChange({ windowed: event.currentTarget.checked })}
      />
      {windowed && (
        <>
          {windows.map((window, index) => (
            <WindowRow
              key={window.row}
              window={window}
              number={index + 1}
              onChange={(changed) => set(windows.with(index, changed))}
              {...(windows.length > 1 ? { onRemove: () => set(windows.toSpliced(index, 1)) } : {})}
            />
          ))}
          <div>
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlus size={14} />}
              disabled={windows.length >= 8}
              onClick={() => set([...windows, windowBeside(windows)])}
            >
              {t('rolloutPlan.windows.add')}
            </Button>
          </div>
        </>
      )}
    </Stack>
  );
};
