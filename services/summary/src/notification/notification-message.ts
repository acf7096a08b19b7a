import {
  notificationTexts,
  type Language,
  type Message,
  type NotificationCode,
  type NotificationEvent,
  type NotificationInfo,
  type NotificationSource,
  type NotificationText,
  type NotificationTexts,
} from '@tutti/contracts/summary';
import type { InfoNames, Labels } from './notification-labels';
import { english } from './notification-labels.en';
import { korean } from './notification-labels.ko';

type Texts = NotificationTexts & { readonly labels: Labels };

const textsOf: Readonly<Record<Language, Texts>> = {
  en: { ...notificationTexts.en, labels: english },
  ko: { ...notificationTexts.ko, labels: korean },
};

type DataOf<Type extends NotificationEvent['type']> = Extract<NotificationEvent, { type: Type }>['data'];

/** `NotificationRaised` with the id of its notification. */
export type Raised = DataOf<'NotificationRaised'> & { readonly id: string };
export type Repeated = DataOf<'NotificationRepeated'>;

/** What is known of a notification by now. */
interface Standing {
  readonly code: NotificationCode;
  readonly source: NotificationSource;
  readonly at: string;
  readonly lastAt: string;
  readonly count: number;
  readonly others: readonly string[];
  readonly info: NotificationInfo;
}

const standingOf = (raised: Raised, repeated: Repeated | undefined): Standing => ({
  code: raised.code,
  source: raised.source,
  at: raised.at,
  lastAt: repeated?.lastAt ?? raised.at,
  count: repeated?.count ?? 1,
  others: repeated?.others ?? [],
  info: { ...raised.info, ...repeated?.info },
});

const cut = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;

/** `2026-11-27 20:48 UTC` */
const shownTime = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const shownBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${(bytes / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`;
};

const times = new Set(['lastSeenAt', 'expiresAt']);
const bytes = new Set(['freeBytes', 'totalBytes']);
const shares = new Set(['below', 'lowest', 'accuracy', 'map50']);

const shown = (key: string, value: string | number): string => {
  if (typeof value === 'string') return times.has(key) ? shownTime(value) : value;
  if (bytes.has(key)) return shownBytes(value);
  return shares.has(key) ? value.toFixed(3) : value.toLocaleString('en-US');
};

const fill = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => values[key] ?? '–').trim();

const valuesOf = ({ source, info }: Standing): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(info).map(([key, value]) => [key, shown(key, value)])),
  name: source.name,
});

type ByCode = Readonly<Record<string, Readonly<Record<string, NotificationText>>>>;

const textOf = (code: NotificationCode, { code: texts }: { readonly code: ByCode }): NotificationText => {
  const [category = '', name = ''] = code.split('.');
  return texts[category]?.[name] ?? { title: code, lead: '' };
};

/** Their texts say how many. */
const isCounted = ({ info }: Standing): boolean => 'devices' in info;

const titleOf = (standing: Standing, texts: Texts): string => {
  const title = fill(textOf(standing.code, texts).title, valuesOf(standing));
  const { length } = standing.others;
  return length === 0 || isCounted(standing)
    ? title
    : fill(texts.andOthers, { title, count: String(length) });
};

const leadOf = (standing: Standing, texts: Texts): string => {
  const { count, lastAt } = standing;
  const lead = fill(textOf(standing.code, texts).lead, valuesOf(standing));
  if (count === 1 || isCounted(standing)) return lead;
  return `${lead} ${fill(texts.labels.repeated, { count: String(count), lastAt: shownTime(lastAt) })}`.trim();
};

const listed = ({ info }: Standing, names: InfoNames) =>
  Object.entries(info).flatMap(([key, value]) => {
    const name = names[key];
    const text = shown(key, value);
    return name === undefined || text === '' ? [] : [{ name, value: cut(text, 300) }];
  });

const linesOf = ({ others, info }: Standing, { more }: Labels): string[] => {
  const { devices } = info;
  const rest = typeof devices === 'number' ? devices - others.length : 0;
  const lines = others.map((name) => cut(name, 300));
  return rest > 0 && lines.length > 0 ? [...lines, fill(more, { count: String(rest) })] : lines;
};

const pathOf = ({ kind, id }: NotificationSource): string => {
  switch (kind) {
    case 'device':
      return `/edges/${id}`;
    case 'dataset':
    case 'stream':
    case 'run':
    case 'model':
    case 'rollout':
      return `/${kind}s/${id}`;
    case 'channel':
      return '/channels';
    case 'process':
      return '/system';
    case 'workspace':
      return '/edges';
    case 'enrolment-token':
      return '/tokens';
    default:
      return kind satisfies never;
  }
};

/** Of somebody who waits to be let in there is no page yet. */
const linkOf = ({ code, source }: Standing): string =>
  code === 'security.device-waits' ? '/requests' : pathOf(source);

/** What people are told of a notification. */
export const notificationMessage = (
  raised: Raised,
  repeated: Repeated | undefined,
  language: Language,
): Message => {
  const texts = textsOf[language];
  const { labels } = texts;
  const standing = standingOf(raised, repeated);
  const lead = leadOf(standing, texts);
  const { count } = standing;
  const lines = linesOf(standing, labels);
  return {
    key: repeated ? `notification:${raised.id}:${count}` : `notification:${raised.id}`,
    language,
    level: raised.level,
    title: cut(titleOf(standing, texts), 200),
    ...(lead === '' ? {} : { lead: cut(lead, 1000) }),
    sections: [
      {
        facts: [
          { name: labels.level, value: texts.level[raised.level] },
          { name: labels.at, value: shownTime(raised.at) },
          ...listed(standing, labels.info),
        ],
      },
      ...(lines.length === 0 ? [] : [{ title: labels.others, facts: [], lines }]),
    ],
    links: [{ title: labels.open, path: linkOf(standing) }],
  };
};

/** `[LEVEL][time][source][summary] text`, in English. */
export const notificationLine = (raised: Raised, repeated?: Repeated): string => {
  const standing = standingOf(raised, repeated);
  const summary = titleOf(standing, textsOf.en);
  const lead = leadOf(standing, textsOf.en);
  const { level, at, source } = raised;
  return cut(`[${level.toUpperCase()}][${at}][${source.name}][${summary}] ${lead}`.trim(), 2000);
};
