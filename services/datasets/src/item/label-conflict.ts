import { commonErrors } from '@tutti/contracts/common';
import type { ItemEvent } from '@tutti/contracts/datasets';
import { subjectOf, type EventLog } from '@tutti/event-store';
import { DomainError, type Recorded } from '@tutti/kernel';
import { refused } from '../dataset/dataset-refusal.decider';

const isStale = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code === commonErrors['aggregate.stale-version'].code;

/** What of a change a person can make something of. */
const shown = ({ event, metadata, time, aggregateVersion: version }: Recorded) => {
  const known = event as ItemEvent;
  return {
    type: known.type,
    ...(known.type === 'ItemLabelled' ? { label: known.data.label, by: known.data.by } : {}),
    authId: metadata.authId ?? null,
    at: time.toISOString(),
    version,
  };
};

/**
 * Runs a change of an item that its caller saw at a version. Where somebody was faster, the refusal says who, when and
 * what: `item.label-conflict` with `params.changes`, the oldest first.
 */
export const orConflict = async <Result>(
  { log, id, seen }: { readonly log: EventLog; readonly id: string; readonly seen: number | undefined },
  work: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (!isStale(error) || seen === undefined) throw error;
    const commits = await log.loadConfirmed(subjectOf('datasets', 'item', id), 0);
    const changes = commits
      .flatMap(({ events }) => events)
      .filter(({ aggregateVersion }) => aggregateVersion > seen)
      .map(shown);
    const last = changes.at(-1);
    // A version that never was is no conflict with anybody.
    if (!last) throw error;
    throw refused(
      'item.label-conflict',
      `${last.authId ?? 'Tutti'} changed it at ${last.at}; you saw version ${seen}, it is at ${last.version}. Look at it again and repeat your change if it still holds.`,
      { params: { expected: seen, actual: last.version, changes: changes.slice(-20) } },
    );
  }
};
