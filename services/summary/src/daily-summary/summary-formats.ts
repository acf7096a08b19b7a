import type { Language } from '@tutti/contracts/summary';

/** How a summary's numbers look in its language. */
export interface Formats {
  readonly number: (value: number) => string;
  readonly bytes: (value: number) => string;
  readonly score: (value: number) => string;
  /** By how much a value changed, against what it was before; undefined where nobody can say. */
  readonly change: (value: number, change: number | null) => string | undefined;
  /** The same of a score: in its own unit. */
  readonly points: (change: number | null) => string | undefined;
  /** Where the summary's days are counted. */
  readonly time: (iso: string) => string;
  readonly duration: (seconds: number) => string;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

const scaled = (bytes: number): readonly [number, string] => {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  return [bytes / 1000 ** power, units[power] ?? 'B'];
};

const durationIn = (language: Language) => {
  const part = (value: number, unit: 'hour' | 'minute' | 'second'): string =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  return (seconds: number): string => {
    if (seconds < 60) return part(Math.round(seconds), 'second');
    const minutes = Math.round(seconds / 60);
    if (minutes < 60) return part(minutes, 'minute');
    const rest = minutes % 60;
    return rest === 0
      ? part(minutes / 60, 'hour')
      : `${part((minutes - rest) / 60, 'hour')} ${part(rest, 'minute')}`;
  };
};

export const formats = (language: Language, timeZone: string): Formats => {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const fine = new Intl.NumberFormat(language, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const signed = new Intl.NumberFormat(language, {
    minimumFractionDigits: 3,
    maximumFractionDigits: 3,
    signDisplay: 'always',
  });
  const share = new Intl.NumberFormat(language, {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'always',
  });
  const moment = new Intl.DateTimeFormat(language === 'ko' ? 'ko' : 'en-GB', {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
    hourCycle: 'h23',
  });
  return {
    number: (value) => whole.format(value),
    bytes: (value) => {
      const [amount, unit] = scaled(value);
      return `${short.format(amount)} ${unit}`;
    },
    score: (value) => fine.format(value),
    change: (value, change) => {
      if (change === null || value - change <= 0) return undefined;
      return share.format(change / (value - change));
    },
    points: (change) => (change === null ? undefined : signed.format(change)),
    time: (iso) => moment.format(new Date(iso)),
    duration: durationIn(language),
  };
};
