const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

const scaled = (value: number): readonly [number, (typeof units)[number]] => {
  const step = Math.min(Math.max(Math.floor(Math.log10(Math.max(value, 1)) / 3), 0), units.length - 1);
  return [value / 1_000 ** step, units[step] ?? 'B'];
};

const digitsFor = (value: number): number => (value < 10 && !Number.isInteger(value) ? 1 : 0);

/** What a language needs to write numbers and times. */
export interface Format {
  readonly number: (value: number, digits?: number) => string;
  /** A share of 1 as percent. */
  readonly percent: (share: number, digits?: number) => string;
  readonly bytes: (value: number) => string;
  readonly byteRate: (value: number) => string;
  /** How long something takes: `6.5 ms`, `1.3 s`, `2 min 13 s`, `1 h 5 min`. */
  readonly milliseconds: (value: number) => string;
  readonly exactTime: (iso: string) => string;
  readonly clock: (ms: number) => string;
  /** Day and month. */
  readonly day: (ms: number) => string;
  /** Day and time. */
  readonly moment: (ms: number) => string;
  readonly relative: (iso: string, now: number) => string;
  readonly uptime: (seconds: number) => string;
}

const steps = [
  [60, 1, 'second'],
  [3_600, 60, 'minute'],
  [86_400, 3_600, 'hour'],
  [2_592_000, 86_400, 'day'],
  [31_536_000, 2_592_000, 'month'],
  [Infinity, 31_536_000, 'year'],
] as const;

/** Seconds in fives: a text that changes every second draws the eye for nothing. */
const calm = (seconds: number): number => (seconds < 60 ? Math.floor(seconds / 5) * 5 : seconds);

/** A moment less than a minute ahead is now: our clock ticks slowly, and theirs may be ahead. */
const relativeIn = (formatter: Intl.RelativeTimeFormat, iso: string, now: number): string => {
  const ahead = (Date.parse(iso) - now) / 1_000;
  const seconds = ahead > 0 && ahead < 60 ? 0 : calm(Math.abs(ahead));
  const [, size, unit] = steps.find(([below]) => seconds < below) ?? steps[5];
  return formatter.format((ahead > 0 ? 1 : -1) * Math.floor(seconds / size), unit);
};

const uptimeIn = (format: (value: number, unit: string) => string, seconds: number): string => {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) return `${format(days, 'day')} ${format(hours, 'hour')}`;
  return hours > 0 ? `${format(hours, 'hour')} ${format(minutes, 'minute')}` : format(minutes, 'minute');
};

/** A minute and more. */
const longIn = (number: (value: number) => string, seconds: number): string => {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  const parts = [
    [hours, 'h'],
    [minutes, 'min'],
    [hours > 0 ? 0 : seconds % 60, 's'],
  ] as const;
  return parts
    .filter(([value]) => value > 0)
    .map(([value, unit]) => `${number(value)} ${unit}`)
    .join(' ');
};

const timeIn = (number: (value: number, digits?: number) => string, ms: number): string => {
  if (ms < 1_000) return `${number(ms)} ms`;
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${number(ms / 1_000, 1)} s` : longIn(number, seconds);
};

const create = (language: string): Format => {
  const number = (value: number, digits = digitsFor(value)): string =>
    new Intl.NumberFormat(language, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(
      value,
    );
  const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'long' });
  const clock = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
  const moment = new Intl.DateTimeFormat(language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'narrow' });
  const unit = (value: number, name: string): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value);
  const bytes = (value: number): string => {
    const [amount, name] = scaled(value);
    return `${number(amount)} ${name}`;
  };
  return {
    number,
    percent: (share, digits = 0) =>
      new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(share),
    bytes,
    byteRate: (value) => `${bytes(value)}/s`,
    milliseconds: (value) => timeIn(number, value),
    exactTime: (iso) => exact.format(new Date(iso)),
    clock: (ms) => clock.format(ms),
    day: (ms) => day.format(ms),
    moment: (ms) => moment.format(ms),
    relative: (iso, now) => relativeIn(relative, iso, now),
    uptime: (seconds) => uptimeIn(unit, seconds),
  };
};

const formats = new Map<string, Format>();

/** The formats of a language; times in the viewer's own zone. */
export const formatOf = (language: string): Format => {
  const known = formats.get(language) ?? create(language);
  formats.set(language, known);
  return known;
};
