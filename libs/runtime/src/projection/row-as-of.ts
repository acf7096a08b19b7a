import type { EventLog } from '@tutti/event-store';
import type { Commit, DomainEvent, Projection, Recorded } from '@tutti/kernel';

type Moment = { readonly position: number } | { readonly time: Date };

/**
 * The log of an aggregate as it was. Writers' clocks differ: at a time means up to the last commit that is not later.
 */
export const commitsAsOf = async (
  log: EventLog,
  subject: string,
  moment: Moment,
): Promise<readonly Commit[]> => {
  const commits = await log.load(subject, 0);
  const last = commits.findLastIndex(({ position, events }) =>
    'position' in moment ? position <= moment.position : events.some(({ time }) => time <= moment.time),
  );
  return commits.slice(0, last + 1);
};

/** The row of a read model as it was, for one whose rows hold one aggregate each: a fold of the aggregate's log. */
export const rowAsOf = async <Row, Event extends DomainEvent>(
  log: EventLog,
  projection: Projection<Row, Event>,
  subject: string,
  moment: Moment,
): Promise<Row | undefined> => {
  const handled = new Set<string>(projection.handles);
  return (await commitsAsOf(log, subject, moment))
    .flatMap(({ events }) => events)
    .filter(({ event }) => handled.has(event.type))
    .reduce<Row | undefined>(
      (row, recorded) => projection.project(row, recorded as Recorded<Event>),
      undefined,
    );
};
