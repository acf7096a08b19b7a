import { weekday, type MaintenanceWindow } from '@tutti/contracts/deployment';
import type { TFunction } from 'i18next';
import { dayName } from '../../../lib/calendar';

interface Say {
  readonly t: TFunction<'console'>;
  readonly language: string;
}

/** When a device may change its model: "Mon, Tue 02:00–04:00 (Asia/Seoul)". */
export const windowWords = ({ days, from, to, timeZone }: MaintenanceWindow, { t, language }: Say): string =>
  t('rollout.policy.window', {
    days:
      days === undefined
        ? t('rollout.policy.everyDay')
        : weekday.options
            .map((day, index) => (days.includes(day) ? dayName((index + 1) % 7, language, 'short') : ''))
            .filter((day) => day !== '')
            .join(', '),
    from,
    to,
    zone: timeZone,
  });
