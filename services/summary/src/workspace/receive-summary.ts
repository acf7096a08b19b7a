import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobStore } from '@tutti/blob-store';
import { commonErrors } from '@tutti/contracts/common';
import { pushedSummary } from '@tutti/contracts/summary';
import { Mutex } from '@tutti/database';
import type { Aggregates } from '@tutti/event-store';
import { DomainError, type Clock, type CommitMetadata } from '@tutti/kernel';
import { HttpRefusal, parseContent, RateLimiter } from '@tutti/service-kit';
import { workspaceDecider } from './workspace.decider';
import { workspaceIdOf } from './workspace-id.state';
import { mostDays } from './workspace.state';

/** A hundred thousand rows with long names in Korean. */
export const maxPushBytes = 48 * 1024 ** 2;
const maxRowsBytes = maxPushBytes;
/** Bodies that come at once: each may be held as a whole. */
const mostAtOnce = 4;

const parseJson = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new HttpRefusal(400, 'The body is not JSON.');
  }
};

const busy = (): DomainError =>
  new DomainError(commonErrors['request.rate-limited'], {
    detail: 'Another day of the workspace, or of several others, is on its way. Try again in 5 s.',
    params: { retryAfterSeconds: 5 },
  });

/** In the zone that is furthest ahead. */
const furthestZoneMs = 14 * 3_600_000;

/** A day that has not begun anywhere would be the newest for ever. An hour for clocks that are not the same. */
const assertBegun = (date: string, now: number): void => {
  if (Date.parse(date) <= now + furthestZoneMs + 3_600_000) return;
  throw new HttpRefusal(
    400,
    `${date} has not begun yet, wherever it is. Set the clock of the installation that says so.`,
  );
};

/** Of what is older nobody would know that it is here already. */
const assertRecent = (date: string, now: number): void => {
  if (Date.parse(date) >= now - mostDays * 86_400_000) return;
  throw new HttpRefusal(400, `${date} is too long ago: days of the last ${mostDays} are taken.`);
};

/** What is pushed stays in the log for ever: a day has a few revisions, and a lost key must not fill it. */
const pushes = { capacity: 60, refillPerSecond: 1 / 60 };

export interface Push {
  readonly name: string;
  readonly date: string;
  /** JSON. */
  readonly body: Readable;
}

/** Takes the days that others push: whoever calls has been let in. */
export class ReceiveSummary {
  readonly #coming = new Set<string>();
  readonly #turn = new Mutex();
  readonly #limiter: RateLimiter;

  constructor(
    private readonly parts: {
      readonly aggregates: Aggregates;
      readonly blobs: Pick<BlobStore, 'put'>;
      readonly clock: Clock;
    },
  ) {
    this.#limiter = new RateLimiter(pushes, parts.clock);
  }

  async receive(push: Push, metadata: CommitMetadata) {
    const { name } = push;
    const now = this.parts.clock.now().getTime();
    assertBegun(push.date, now);
    assertRecent(push.date, now);
    if (this.#coming.has(name) || this.#coming.size >= mostAtOnce) throw busy();
    this.#limiter.take(name);
    this.#coming.add(name);
    try {
      const bytes = await buffer(push.body);
      return await this.#turn.run(() => this.#take(push, bytes, metadata));
    } finally {
      this.#coming.delete(name);
    }
  }

  async #take({ name, date }: Push, bytes: Buffer, metadata: CommitMetadata) {
    const { rows, rowsDigest: _, ...said } = parseContent(pushedSummary, parseJson(bytes));
    const pushed = createHash('sha256').update(bytes).digest('hex');
    const stored = await this.parts.blobs.put('summary', Buffer.from(JSON.stringify(rows)), {
      maxBytes: maxRowsBytes,
    });
    const blob = { count: rows.length, digest: stored.sha256, bytes: stored.size };
    const command = { type: 'ReceiveSummary', date, ...said, rows: blob, pushed } as const;
    const id = workspaceIdOf(name);
    return this.parts.aggregates.handle(workspaceDecider, id, command, { metadata });
  }
}
