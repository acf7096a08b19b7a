export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const allZones = (): readonly string[] => [
  ...new Set(['UTC', ownZone(), ...Intl.supportedValuesOf('timeZone')]),
];

/** A day that belongs to no zone, `2026-11-27`. */
export const dayText = (
  date: string,
  language: string,
  dateStyle: 'full' | 'long' | 'medium' = 'medium',
): string =>
  new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

/** A time as a clock in that zone shows it. */
export const inZone = (at: Date, zone: string, language: string): string =>
  new Intl.DateTimeFormat(language, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  }).format(at);

/** Day of the week by its number in cron, 0 is Sunday. */
export const dayName = (day: number, language: string, weekday: 'long' | 'short' = 'long'): string =>
  // The first of January 2023 was a Sunday.
  new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' }).format(
    new Date(Date.UTC(2023, 0, 1 + day)),
  );
