import { subjectMatcher, type EventLog } from '@tutti/event-store';
import type { Commit } from '@tutti/kernel';
import type { LiveLog } from './live-log';

/**
 * All matching commits after a position and up to another one, by a tail of its own, which has no gaps. It must not wait
 * for commits that never come: the newest matching one says when to stop.
 */
async function* history(
  log: EventLog,
  subjects: readonly string[],
  { after, until, signal }: { readonly after: number; readonly until: number; readonly signal: AbortSignal },
): AsyncGenerator<Commit> {
  const newest = await log.lastPosition(subjects);
  if (newest <= after) return;
  const ended = new AbortController();
  try {
    const both = AbortSignal.any([signal, ended.signal]);
    for await (const { commits } of log.tail({ subjects, after, signal: both })) {
      for (const commit of commits) {
        if (commit.position > until) return;
        yield commit;
        if (commit.position >= newest) return;
      }
    }
  } finally {
    ended.abort();
  }
}

export interface FollowOptions {
  readonly subjects: readonly string[];
  readonly after: number;
  readonly signal: AbortSignal;
}

/**
 * The log after a position, then live, each matching commit once and in order. A reader that is slower than the log loses
 * its place at the shared tail, catches up by history, and takes its place again. Ends when the signal does, or when the
 * log is not the one that it was: then positions mean something else.
 */
export async function* followLog(
  log: EventLog,
  live: LiveLog,
  { subjects, after, signal }: FollowOptions,
): AsyncGenerator<Commit> {
  const matches = subjectMatcher(subjects);
  let position = after;
  while (!signal.aborted) {
    const place = live.subscribe();
    try {
      if (position < place.from) {
        for await (const commit of history(log, subjects, { after: position, until: place.from, signal })) {
          position = commit.position;
          yield commit;
        }
        position = Math.max(position, place.from);
      }
      for (let commit = await place.next(signal); commit; commit = await place.next(signal)) {
        if (commit.position <= position) continue;
        position = commit.position;
        if (matches(commit.subject)) yield commit;
      }
      if (place.ended === 'broken') return;
    } finally {
      place.end('left');
    }
  }
}
