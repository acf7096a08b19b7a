import type { Notification } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import type { Format } from '../../lib/format';

const times: ReadonlySet<string> = new Set(['lastSeenAt', 'expiresAt']);
const bytes: ReadonlySet<string> = new Set(['freeBytes', 'totalBytes']);
const shares: ReadonlySet<string> = new Set(['below', 'lowest', 'accuracy', 'map50']);

const shown = (format: Format, key: string, value: string | number): string => {
  if (typeof value === 'string') return times.has(key) ? format.exactTime(value) : value;
  if (bytes.has(key)) return format.bytes(value);
  return format.number(value, shares.has(key) ? 3 : 0);
};

/** What the texts have a place for. */
const places = [
  ...(['lastSeenAt', 'devices', 'names', 'minutes', 'message'] as const),
  ...(['results', 'model', 'modelVersion', 'below', 'lowest'] as const),
  ...(['added', 'labelled', 'refused', 'reasons', 'succeeded', 'failed', 'group'] as const),
  ...(['error', 'freeBytes', 'totalBytes', 'detail', 'expiresAt'] as const),
] as const;
type Values = Readonly<Record<(typeof places)[number], string>>;

interface NotificationText {
  readonly title: string;
  readonly lead: string;
}

/** What a notification says, in the reader's language. */
export const useNotificationText = ({ code, source, info, others }: Notification): NotificationText => {
  const { t } = useTranslation();
  const format = useFormat();
  const entries = places.map((key) => {
    const value = info[key];
    return [key, value === undefined ? t('state.none') : shown(format, key, value)] as const;
  });
  const values = { ...(Object.fromEntries(entries) as Values), name: source.name };
  const title = t(`notifications.code.${code}.title`, values);
  const lead = t(`notifications.code.${code}.lead`, values);
  // Edges that are counted are counted in the title already.
  if (others.length === 0 || 'devices' in info) return { title, lead };
  return { title: t('notifications.andOthers', { title, count: others.length }), lead };
};
