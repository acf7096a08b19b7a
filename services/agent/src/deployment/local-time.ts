const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  formats.set(timeZone, format);
  return format;
}

/** How far a zone's clocks are ahead of UTC at a time, in milliseconds. */
export function offsetAt(at: number, timeZone: string): number {
  const name = formatOf(timeZone)
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes = '0'] = /GMT([+-])(\d+):?(\d+)?/.exec(name ?? '') ?? [];
  if (hours === undefined) return 0;
  return (Number(hours) * 60 + Number(minutes)) * minuteMs * (sign === '-' ? -1 : 1);
}

/**
 * When clocks of a zone first show a local time, which is given as if it were UTC: of a time that comes twice the first;
 * of one that is left out the moment at which they jump over it.
 */
export function firstInstantOf(local: number, timeZone: string): number {
  const earlier = offsetAt(local - dayMs, timeZone);
  const later = offsetAt(local + dayMs, timeZone);
  const shown = [local - earlier, local - later].filter((at) => at + offsetAt(at, timeZone) === local);
  if (shown.length > 0) return Math.min(...shown);
  let [before, after] = [local - dayMs - earlier, local + dayMs - later];
  while (after - before > minuteMs) {
    const middle = before + Math.floor((after - before) / 2 / minuteMs) * minuteMs;
    if (middle + offsetAt(middle, timeZone) < local) before = middle;
    else after = middle;
  }
  return after;
}
