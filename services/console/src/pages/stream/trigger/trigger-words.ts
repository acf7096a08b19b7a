import type { Schedule, Trigger, TriggerCondition } from '@tutti/contracts/training';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { dayName } from '../../../lib/calendar';
import { formatOf } from '../../../lib/format';
import { presetOf } from './cron-presets';

interface Say {
  readonly t: TFunction<'console'>;
  readonly language: string;
}

/** A schedule in words: "Every 3 hours (Asia/Seoul)". */
export const scheduleWords = ({ cron, timeZone }: Schedule, { t, language }: Say): string => {
  const preset = presetOf(cron);
  switch (preset.kind) {
    case 'hours':
      return t('trigger.words.hours', { count: preset.every, zone: timeZone });
    case 'daily':
      return t('trigger.words.daily', { at: preset.at, zone: timeZone });
    case 'weekly':
      return t('trigger.words.weekly', { day: dayName(preset.day, language), at: preset.at, zone: timeZone });
    case 'cron':
      return t('trigger.words.cron', { cron: preset.cron, zone: timeZone });
  }
};

export const conditionWords = (condition: TriggerCondition, { t, language }: Say): string => {
  const { number, percent } = formatOf(language);
  switch (condition.kind) {
    case 'new-labels':
      return t('trigger.words.newLabels', { count: condition.atLeast });
    case 'warning-rate':
      return t('trigger.words.warningRate', {
        share: percent(condition.atLeast, 1),
        minutes: number(condition.overMinutes),
        results: number(condition.leastResults),
      });
  }
};

const limits = ({ window, gate, whenShut, coolDownMinutes }: Trigger, { t }: Say): readonly string[] => [
  ...(window ? [t('trigger.words.window', { from: window.from, to: window.to, zone: window.timeZone })] : []),
  ...(gate?.trainer === true ? [t('trigger.words.trainer')] : []),
  ...(gate?.devices ? [t('trigger.words.devices', { count: gate.devices.atLeast })] : []),
  ...(gate && whenShut === 'wait' ? [t('trigger.words.wait')] : []),
  ...(coolDownMinutes > 0 ? [t('trigger.words.coolDown', { count: coolDownMinutes })] : []),
];

/** When a stream trains by itself, a sentence each. */
export const triggerWords = (trigger: Trigger, say: Say): readonly string[] => {
  const { schedule, conditions, active } = trigger;
  const told = conditions.map((condition) => conditionWords(condition, say));
  return [
    ...(active ? [] : [say.t('trigger.words.paused')]),
    schedule ? scheduleWords(schedule, say) : say.t('trigger.words.any'),
    ...told,
    ...limits(trigger, say),
  ];
};

export const useTriggerWords = (): ((trigger: Trigger) => readonly string[]) => {
  const { t, i18n } = useTranslation();
  return (trigger) => triggerWords(trigger, { t, language: i18n.language });
};
