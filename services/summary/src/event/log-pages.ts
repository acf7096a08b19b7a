import type { EventLog } from '@tutti/event-store';
import type { Commit, Recorded } from '@tutti/kernel';
import type { EventScope } from './event-scope';

export interface LogPage {
  /** In the order that was asked for. Whole commits, so that a position is enough to go on. */
  readonly events: readonly Recorded[];
  /** Go on after (or before) this position; `undefined` at the end. */
  readonly next: number | undefined;
}

/** Commits per request to the log. */
const chunk = 500;
/** Requests to the log per page: a filter that finds little gives a short page rather than a slow one. */
const maxReads = 24;

/** Oldest first: what follows a position, up to the head of the log. */
export const pageAfter = async (
  log: EventLog,
  { subjects, visible }: EventScope,
  { after, head, limit }: { readonly after: number; readonly head: number; readonly limit: number },
): Promise<LogPage> => {
  const events: Recorded[] = [];
  let position = after;
  for (let reads = 0; reads < maxReads; reads++) {
    const commits = await log.page({ subjects, after: position, limit: chunk });
    for (const commit of commits) {
      if (commit.position > head) return { events, next: undefined };
      if (events.length >= limit) return { events, next: position };
      position = commit.position;
      events.push(...visible(commit));
    }
    if (commits.length < chunk) return { events, next: undefined };
  }
  return { events, next: position };
};

interface Window {
  /** Everything in it: after `floor`, below where it began. Oldest first. */
  readonly commits: readonly Commit[];
  readonly floor: number;
  readonly width: number;
}

/** Halves the window until all commits in it come in one read. */
const readWindow = async (
  log: EventLog,
  subjects: readonly string[],
  before: number,
  wanted: number,
): Promise<Window> => {
  for (let width = wanted; ; width = Math.floor(width / 2)) {
    const floor = Math.max(0, before - 1 - width);
    const commits = await log.page({ subjects, after: floor, limit: chunk });
    const last = commits.at(-1)?.position ?? before;
    if (width <= chunk || commits.length < chunk || last >= before - 1)
      return { commits: commits.filter(({ position }) => position < before), floor, width };
  }
};

/**
 * Newest first: what stands below a position. The log reads forwards only, so it is read in windows that double while they
 * hold little: about log2(distance) reads for what is rare, one or two for what is frequent.
 */
export const pageBefore = async (
  log: EventLog,
  { subjects, visible }: EventScope,
  { before, limit }: { readonly before: number; readonly limit: number },
): Promise<LogPage> => {
  const events: Recorded[] = [];
  let bound = before;
  let width = chunk;
  for (let reads = 0; reads < maxReads && bound > 1 && events.length < limit; reads++) {
    const window = await readWindow(log, subjects, bound, width);
    for (const commit of window.commits.toReversed()) {
      if (events.length >= limit) return { events, next: bound };
      bound = commit.position;
      events.push(...visible(commit).toReversed());
    }
    bound = window.floor + 1;
    width = window.width * 2;
  }
  return { events, next: bound > 1 ? bound : undefined };
};
