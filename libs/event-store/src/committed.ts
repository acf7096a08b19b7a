import type { Commit } from '@tutti/kernel';
import { subjectOf, type NewCommit } from './port';

/** A commit as readers will see it, once its position is known. */
export const committed = (commit: NewCommit, position: number): Commit => ({
  id: commit.id,
  position,
  subject: subjectOf(commit.context, commit.aggregate, commit.aggregateId),
  ...(commit.commandId === undefined ? {} : { commandId: commit.commandId }),
  events: commit.events.map(({ event, aggregateVersion }, index) => ({
    id: `${commit.id}.${index}`,
    context: commit.context,
    aggregate: commit.aggregate,
    aggregateId: commit.aggregateId,
    aggregateVersion,
    time: commit.time,
    event,
    metadata: commit.metadata,
    position,
  })),
});
