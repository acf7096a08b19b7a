import type { Clock } from '@tutti/kernel';
import { workInRounds, type Heard, type LedWork, type Logger, type Term } from '@tutti/runtime';
import { daySpan, localTime, shiftDay } from '../tally/day-span';
import type { DailySummaries } from './daily-summaries';
import type { DailySummaryView } from './daily-summary.view';

export interface ScheduleParts {
  readonly summaries: Pick<DailySummaries, 'settings' | 'isKnown' | 'compose'>;
  readonly view: Pick<DailySummaryView, 'composed'>;
  /** What devices said has been taken in up to then. */
  readonly heard: () => Heard | undefined;
  readonly clock: Clock;
  /** For how long was waited: a clock that jumps must not end it. */
  readonly steady: Clock;
  readonly logger: Logger;
}

const everyMs = 20_000;
/** Days that are said after an outage. */
export const mostMissed = 7;
/**
 * Whatever is still to come: people wait no longer for what is known. From when a day is over, or somebody is there to
 * sum it up: after an outage what devices said meanwhile lies unread.
 */
const longestWaitMs = 3_600_000;

/** Days that should have been summed up by now, the oldest first: yesterday from the set time on, and those before it. */
export const dueDays = (
  now: number,
  { timeZone, at }: { readonly timeZone: string; readonly at: string },
) => {
  const [today = '', time = ''] = localTime(now, timeZone).split(' ');
  const newest = shiftDay(today, time >= at ? -1 : -2);
  return Array.from({ length: mostMissed }, (_, n) => shiftDay(newest, n + 1 - mostMissed));
};

/** Sums up each day at the set time; days that were missed when somebody is there again. */
export class SummarySchedule implements LedWork {
  readonly name = 'summary-schedule';
  #leadsSince = Infinity;
  readonly #triedSince = new Map<string, number>();

  constructor(private readonly parts: ScheduleParts) {}

  lead(term: Term): Promise<void> {
    this.#leadsSince = this.parts.steady.now().getTime();
    this.#triedSince.clear();
    const trouble = 'A day could not be summed up; trying on';
    return workInRounds(term, { everyMs, logger: this.parts.logger, trouble }, (signal) => this.pass(signal));
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async pass(signal?: AbortSignal): Promise<void> {
    const { summaries, view, clock } = this.parts;
    const { settings } = await summaries.settings();
    if (!settings.enabled) return;
    const due = dueDays(clock.now().getTime(), settings);
    const composed = await view.composed(due);
    const failures: unknown[] = [];
    for (const date of due) {
      if (signal?.aborted) break;
      if (composed.has(date) || !(await summaries.isKnown(date, settings.timeZone))) continue;
      if (!this.#isTakenIn(date, settings.timeZone)) break;
      // One day that cannot be said must not hold up those after it.
      await this.#compose(date).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some days could not be summed up.');
  }

  /** A read model that stands still for an hour keeps nobody from hearing what the others know. */
  async #compose(date: string): Promise<void> {
    const { summaries, steady } = this.parts;
    const now = steady.now().getTime();
    const since = this.#triedSince.get(date) ?? now;
    this.#triedSince.set(date, since);
    const metadata = { authId: 'process:summary-schedule' };
    const wanted = { date, asItIs: now - since > longestWaitMs };
    await summaries.compose(wanted, { commandId: `schedule:${date}`, metadata });
    this.#triedSince.delete(date);
  }

  /** What devices said on the day was counted, as far as it has come. */
  #isTakenIn(date: string, timeZone: string): boolean {
    const { heard, clock, steady } = this.parts;
    const { to } = daySpan(date, timeZone);
    const waited = Math.min(clock.now().getTime() - to, steady.now().getTime() - this.#leadsSince);
    return waited > longestWaitMs || (heard()?.until.getTime() ?? 0) >= to;
  }
}
