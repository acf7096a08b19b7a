import type { BlobStore } from '@tutti/blob-store';
import { summaryErrors, type SummarySettings } from '@tutti/contracts/summary';
import type { Aggregates, EventLog, HandleOptions } from '@tutti/event-store';
import { DomainError, type Clock } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { daySpan, localDate, shiftDay } from '../tally/day-span';
import { readDay } from '../tally/read-day';
import { composeDay } from './compose-day';
import { dailySummaryDecider, type ComposeDay } from './daily-summary.decider';
import type { DailySummaryState } from './daily-summary.state';
import { settingsId, summarySettingsDecider } from './summary-settings.decider';
import { writeRows } from './summary-rows';
import { waitForReaders, type Reader } from './wait-for-readers';

export interface DailySummariesParts {
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly blobs: Pick<BlobStore, 'put'>;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly workspace: string;
  /** How long it is known what happened. */
  readonly tallyDays: number;
  /** What days are made of must have been read. */
  readonly readers: readonly Reader[];
}

const dayMs = 86_400_000;

/** What others tell that a day is made of. */
const told = ['evt.devices.>', 'evt.datasets.>', 'evt.training.>', 'evt.deployment.>'];

export interface Wanted {
  /** Yesterday when absent. */
  readonly date?: string | undefined;
  readonly revise?: boolean | undefined;
  /** A day that is not over, as it stands; today when no date is given. */
  readonly soFar?: boolean | undefined;
  /** What a read model has not read is left for `revise`: people have waited long enough. */
  readonly asItIs?: boolean | undefined;
}

const wasSoFar = (state: DailySummaryState): boolean => state.status === 'composed' && state.soFar === true;

/** What was said so far is looked at again so far, or when the day is over. */
const lookedAt = ({ soFar = false, revise = false }: Wanted, state: DailySummaryState, isOver: boolean) => {
  const before = wasSoFar(state);
  return { soFar: soFar || (revise && before), revise: revise || (before && (isOver || soFar)) };
};

/** Sums up days. */
export class DailySummaries {
  #firstCommitAt: number | undefined;

  constructor(private readonly parts: DailySummariesParts) {}

  async settings(): Promise<{ readonly settings: SummarySettings; readonly version: number }> {
    const { state, version } = await this.parts.aggregates.load(summarySettingsDecider, settingsId);
    return { settings: state, version };
  }

  /**
   * What a day amounts to, said once: a day of which something was said is not looked at again, unless it shall be
   * revised, or what was said was so far only. Days are those of the time zone that is set; a day that was summed up keeps
   * its own.
   */
  async compose(wanted: Wanted, options: HandleOptions = {}) {
    const { settings } = await this.settings();
    const now = this.parts.clock.now().getTime();
    const date = wanted.date ?? shiftDay(localDate(now, settings.timeZone), wanted.soFar === true ? 0 : -1);
    const { state, position, version } = await this.parts.aggregates.load(dailySummaryDecider, date);
    const timeZone = state.status === 'composed' ? state.timeZone : settings.timeZone;
    const isOver = daySpan(date, timeZone).to <= now;
    const { soFar, revise } = lookedAt(wanted, state, isOver);
    if (state.status === 'composed' && !revise) return { date, position, version };
    await this.#assertKnown(date, timeZone, soFar);
    const day = { date, timeZone, revise, ...(isOver ? {} : { soFar: true as const }) };
    await this.#caughtUp(wanted.asItIs === true);
    return { date, ...(await this.#say(day, options)) };
  }

  /** Whether something can be said of a day: it is over (or has begun, for `soFar`), and what happened on it is still known. */
  async isKnown(date: string, timeZone: string, soFar = false): Promise<boolean> {
    const { from, to } = daySpan(date, timeZone);
    const now = this.parts.clock.now().getTime();
    const began = (soFar ? from : to) <= now && to > (await this.#begin());
    return began && from >= now - this.parts.tallyDays * dayMs;
  }

  async #say(
    day: Pick<ComposeDay, 'date' | 'timeZone' | 'revise' | 'soFar'>,
    options: HandleOptions,
  ): Promise<{ readonly position: number; readonly version: number }> {
    const { aggregates, blobs, database, workspace } = this.parts;
    const { figures, rows } = composeDay(await readDay(database, day.date, day.timeZone));
    const said = { ...day, workspace, figures, rows: await writeRows(blobs, rows) };
    return aggregates.handle(dailySummaryDecider, day.date, { type: 'ComposeDay', ...said }, options);
  }

  async #assertKnown(date: string, timeZone: string, soFar: boolean): Promise<void> {
    const now = this.parts.clock.now().getTime();
    const { from, to } = daySpan(date, timeZone);
    if ((soFar ? from : to) > now)
      throw new DomainError(summaryErrors['summary.day-not-over'], {
        detail: `In ${timeZone} it is ${localDate(now, timeZone)}: a day is summed up when it is over, or so far when it has begun.`,
      });
    if (await this.isKnown(date, timeZone, soFar)) return;
    throw new DomainError(summaryErrors['summary.day-unknown'], {
      detail: `What happened is known for ${this.parts.tallyDays} days, and from when Tutti was installed.`,
    });
  }

  /** When the first thing happened here; nothing is known of before. */
  async #begin(): Promise<number> {
    if (this.#firstCommitAt === undefined) {
      const commits = await this.parts.log.page({ subjects: ['evt.>'], after: 0, limit: 10 });
      this.#firstCommitAt = commits.flatMap(({ events }) => events)[0]?.time.getTime();
    }
    return this.#firstCommitAt ?? Infinity;
  }

  async #caughtUp(asItIs: boolean): Promise<void> {
    await waitForReaders(this.parts.readers, await this.parts.log.lastPosition(told), asItIs);
  }
}
