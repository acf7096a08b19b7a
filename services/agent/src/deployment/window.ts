import { type MaintenanceWindow, weekday } from '@tutti/contracts/deployment';
import { firstInstantOf, offsetAt } from './local-time';

/** `until` of an open one is when it closes, undefined when it never does; of a closed one when it opens next. */
export type Opening =
  { readonly open: true; readonly until: Date | undefined } | { readonly open: false; readonly until: Date };

interface Span {
  readonly opens: number;
  readonly closes: number;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A weekly window that falls into the hour that clocks leave out opens a week later. */
const daysAhead = 15;
const sundayFirst = ['sun', ...weekday.options.filter((day) => day !== 'sun')];

/**
 * Whether one of the windows is open, and until when. `at` is the platform's time: a device's own clock may be years
 * off. Without windows it is always open. A window opens once on each of its days and closes when its clocks first
 * show `to` after that; with `to` like `from` it stays open for a day.
 */
export function nextOpening(windows: readonly MaintenanceWindow[], at: Date): Opening {
  if (windows.length === 0) return { open: true, until: undefined };
  const now = at.getTime();
  const spans = windows
    .flatMap((window) => spansOf(window, now))
    .filter(({ opens, closes }) => opens < closes && closes > now)
    .sort((a, b) => a.opens - b.opens);
  const next = spans[0]?.opens ?? now + daysAhead * dayMs;
  if (next > now) return { open: false, until: new Date(next) };
  let closes = now;
  for (const span of spans) if (span.opens <= closes) closes = Math.max(closes, span.closes);
  const endless = closes > now + (daysAhead - 2) * dayMs;
  return { open: true, until: endless ? undefined : new Date(closes) };
}

/** Days on which it opens, from those that may still be open. */
function spansOf({ days, from, to, timeZone }: MaintenanceWindow, now: number): readonly Span[] {
  const local = now + offsetAt(now, timeZone);
  const today = local - (local % dayMs);
  const dates = Array.from({ length: daysAhead + 2 }, (_, day) => today + (day - 2) * dayMs);
  const wanted = new Set<string>(days ?? weekday.options);
  return dates
    .filter((date) => wanted.has(sundayFirst[new Date(date).getUTCDay()] ?? ''))
    .map((date) => ({
      opens: firstInstantOf(date + minutesOf(from) * minuteMs, timeZone),
      closes: firstInstantOf(date + minutesOf(to) * minuteMs + (to <= from ? dayMs : 0), timeZone),
    }));
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}
