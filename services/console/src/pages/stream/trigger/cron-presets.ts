/** Times that have a form of their own; anything else is typed as cron. */
export type Preset =
  | { readonly kind: 'hours'; readonly every: number }
  | { readonly kind: 'daily'; readonly at: string }
  | { readonly kind: 'weekly'; readonly at: string; readonly day: number }
  | { readonly kind: 'cron'; readonly cron: string };
export type PresetKind = Preset['kind'];

export const presetKinds = ['hours', 'daily', 'weekly', 'cron'] as const satisfies readonly PresetKind[];

/** Divisors of a day: with others the last stretch of a day would be shorter. */
export const everyHours = [1, 2, 3, 4, 6, 8, 12] as const;

const two = (text: string): string => text.padStart(2, '0');
const partsOf = (at: string): readonly [hour: number, minute: number] => {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return [hour, minute];
};

export const cronOf = (preset: Preset): string => {
  switch (preset.kind) {
    case 'hours':
      return preset.every === 1 ? '0 * * * *' : `0 */${preset.every} * * *`;
    case 'daily': {
      const [hour, minute] = partsOf(preset.at);
      return `${minute} ${hour} * * *`;
    }
    case 'weekly': {
      const [hour, minute] = partsOf(preset.at);
      return `${minute} ${hour} * * ${preset.day}`;
    }
    case 'cron':
      return preset.cron;
  }
};

const clockOf = (minute: string, hour: string): string | undefined =>
  /^\d{1,2}$/.test(minute) && /^\d{1,2}$/.test(hour) ? `${two(hour)}:${two(minute)}` : undefined;

const hoursOf = (hour: string): number | undefined => {
  const every = hour === '*' ? 1 : Number(/^\*\/(\d+)$/.exec(hour)?.[1]);
  return everyHours.find((one) => one === every);
};

const hourly = (minute: string, hour: string, weekday: string): Preset | undefined => {
  const every = minute === '0' && weekday === '*' ? hoursOf(hour) : undefined;
  return every === undefined ? undefined : { kind: 'hours', every };
};

const onceADay = (minute: string, hour: string, weekday: string): Preset | undefined => {
  const at = clockOf(minute, hour);
  if (at === undefined) return undefined;
  if (weekday === '*') return { kind: 'daily', at };
  return /^[0-6]$/.test(weekday) ? { kind: 'weekly', at, day: Number(weekday) } : undefined;
};

/** The preset that says the same as a cron expression. */
export const presetOf = (cron: string): Preset => {
  const free: Preset = { kind: 'cron', cron };
  const [minute, hour, day, month, weekday] = cron.trim().split(/\s+/);
  if (minute === undefined || hour === undefined || weekday === undefined) return free;
  if (day !== '*' || month !== '*') return free;
  return hourly(minute, hour, weekday) ?? onceADay(minute, hour, weekday) ?? free;
};

/** What a kind begins with when somebody chooses it. */
export const usualPreset = (kind: PresetKind, cron: string): Preset => {
  switch (kind) {
    case 'hours':
      return { kind, every: 3 };
    case 'daily':
      return { kind, at: '02:00' };
    case 'weekly':
      return { kind, at: '02:00', day: 1 };
    case 'cron':
      return { kind, cron };
  }
};
