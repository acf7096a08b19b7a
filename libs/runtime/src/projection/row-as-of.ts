import { commonErrors } from '@tutti/contracts/common';
import type { EventLog } from '@tutti/event-store';
import {
  DomainError,
  type Clock,
  type Commit,
  type DomainEvent,
  type Projection,
  type Recorded,
} from '@tutti/kernel';

/** A moment of the log. */
export type AsOf = { readonly position: number } | { readonly time: Date };

interface Place {
  readonly log: EventLog;
  readonly clock: Clock;
}

/** Clocks of people's machines are apart: a time so little ahead is now. */
const graceMs = 60_000;

const notYet = (detail: string, params: Readonly<Record<string, unknown>>): DomainError =>
  new DomainError(commonErrors['as-of.not-yet'], {
    detail: `${detail} Without asOf you see it as it is now.`,
    params,
  });

/** What is past for the aggregate is past, also where another replica's clock wrote it down as later than ours. */
const refuseFuture = async (
  { log, clock }: Place,
  moment: AsOf,
  newest: Commit | undefined,
): Promise<void> => {
  if ('time' in moment) {
    const now = clock.now();
    const latest = new Date(now.getTime() + graceMs);
    if (moment.time <= latest || newest?.events.some(({ time }) => moment.time <= time)) return;
    throw notYet(`asOf is a time to come: it is ${now.toISOString()} now.`, { time: now.toISOString() });
  }
  if (newest && moment.position <= newest.position) return;
  const head = await log.lastPosition(['>']);
  if (moment.position > head)
    throw notYet(`asOf is beyond the log, whose newest position is ${head}.`, { position: head });
};

/**
 * The log of an aggregate as it was. Writers' clocks differ: at a time means up to the last commit that is not later.
 * Throws `as-of.not-yet`.
 */
export const commitsAsOf = async (
  place: Place,
  subject: string,
  moment: AsOf,
): Promise<readonly Commit[]> => {
  const seen = await place.log.load(subject, 0);
  // A replica of the log that lags would show a past that never was.
  const commits = [...seen, ...(await place.log.loadConfirmed(subject, seen.at(-1)?.position ?? 0))];
  await refuseFuture(place, moment, commits.at(-1));
  const last = commits.findLastIndex(({ position, events }) =>
    'position' in moment ? position <= moment.position : events.some(({ time }) => time <= moment.time),
  );
  return commits.slice(0, last + 1);
};

/** The row of a read model as it was, for one whose rows hold one aggregate each: a fold of the aggregate's log. */
export const rowAsOf = async <Row, Event extends DomainEvent>(
  place: Place,
  projection: Projection<Row, Event>,
  subject: string,
  moment: AsOf,
): Promise<Row | undefined> => {
  const handled = new Set<string>(projection.handles);
  return (await commitsAsOf(place, subject, moment))
    .flatMap(({ events }) => events)
    .filter(({ event }) => handled.has(event.type))
    .reduce<Row | undefined>(
      (row, recorded) => projection.project(row, recorded as Recorded<Event>),
      undefined,
    );
};
