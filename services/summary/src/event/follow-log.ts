import { subjectMatcher, type EventLog } from '@tutti/event-store';
import type { Commit } from '@tutti/kernel';
import { commitsOf } from './commits-of';
import type { LiveLog } from './live-log';
import type { Subscription } from './subscription';

export interface FollowOptions {
  readonly subjects: readonly string[];
  readonly after: number;
  readonly signal: AbortSignal;
}

/**
 * All matching commits after a position and up to another one, by a tail of its own, which has no gaps. It must not wait
 * for commits that never come: the newest matching one says when to stop.
 */
async function* history(
  log: EventLog,
  { subjects, after, signal }: FollowOptions,
  until: number,
): AsyncGenerator<Commit, void> {
  const newest = await log.lastPosition(subjects);
  if (newest <= after) return;
  const ended = new AbortController();
  const tail = log.tail({ subjects, after, signal: AbortSignal.any([signal, ended.signal]) });
  try {
    for await (const commit of commitsOf(tail)) {
      if (commit.position > until) return;
      yield commit;
      if (commit.position >= newest) return;
    }
  } finally {
    ended.abort();
  }
}

/** What there is up to the reader's place at the shared tail, then what arrives there. */
async function* fromPlace(
  log: EventLog,
  place: Subscription,
  options: FollowOptions,
): AsyncGenerator<Commit, void> {
  const { subjects, after, signal } = options;
  if (after < place.from) yield* history(log, options, place.from);
  const matches = subjectMatcher(subjects);
  for (let commit = await place.next(signal); commit; commit = await place.next(signal))
    if (commit.position > after && matches(commit.subject)) yield commit;
}

/**
 * The log after a position, then live, each matching commit once and in order. A reader that is slower than the log loses
 * its place at the shared tail, catches up by history, and takes its place again. Ends when the signal does, or when the
 * log is not the one that it was: then positions mean something else.
 */
export async function* followLog(
  log: EventLog,
  live: LiveLog,
  options: FollowOptions,
): AsyncGenerator<Commit, void> {
  let { after } = options;
  while (!options.signal.aborted) {
    const place = live.subscribe();
    try {
      for await (const commit of fromPlace(log, place, { ...options, after })) {
        after = commit.position;
        yield commit;
      }
    } finally {
      place.end('left');
    }
    if (place.ended === 'broken') return;
  }
}
