import { MemoryEventLog } from '@tutti/event-store';
import type { Recorded } from '@tutti/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { admin, created, resumed, signedIn, suspended, writeDevice, writeUser } from '../../test/log.fixture';
import { eventScope } from './event-scope';
import { pageAfter, pageBefore, type LogPage } from './log-pages';

type Kind = 'user' | 'device' | 'rare';

const logOf = async (kinds: readonly Kind[]): Promise<MemoryEventLog> => {
  const log = new MemoryEventLog();
  for (const [index, kind] of kinds.entries()) {
    if (kind === 'user') await writeUser(log, `u${index % 3}`, created, signedIn);
    if (kind === 'device') await writeDevice(log, `d${index % 5}`, resumed);
    if (kind === 'rare') await writeDevice(log, 'rare', suspended, resumed, suspended);
  }
  return log;
};

const ids = (events: readonly Recorded[]): readonly string[] => events.map(({ id }) => id);

/** All pages, one after another. */
const walk = async (
  first: number,
  page: (from: number) => Promise<LogPage>,
): Promise<readonly Recorded[]> => {
  const seen: Recorded[] = [];
  for (let from: number | undefined = first; from !== undefined;) {
    const { events, next }: LogPage = await page(from);
    seen.push(...events);
    from = next;
  }
  return seen;
};

const filters = [
  {},
  { context: 'devices' },
  { aggregateId: 'rare' },
  { type: 'SignedIn' },
  { context: 'nothing' },
];
const anyLog = fc.array(fc.constantFrom<Kind>('user', 'device', 'device', 'device', 'rare'), {
  maxLength: 60,
});

describe('pages of the log', () => {
  test('make the whole log, in both directions, whatever the filter and the size', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLog,
        fc.constantFrom(...filters),
        fc.integer({ min: 1, max: 9 }),
        async (kinds, filter, limit) => {
          const log = await logOf(kinds);
          const scope = eventScope(admin, filter);
          const head = await log.lastPosition(['evt.>']);
          const all = (await log.page({ subjects: ['evt.>'], after: 0, limit: 1000 })).flatMap(scope.visible);
          const forwards = await walk(0, (after) => pageAfter(log, scope, { after, head, limit }));
          const backwards = await walk(head + 1, (before) => pageBefore(log, scope, { before, limit }));
          expect(ids(forwards)).toEqual(ids(all));
          expect(ids(backwards)).toEqual(ids(all).toReversed());
        },
      ),
      { numRuns: 60 },
    );
  });

  test('hold whole commits: a few events more than the limit, never fewer while there are more', async () => {
    const log = await logOf(['rare', 'rare', 'device']);
    const scope = eventScope(admin, {});
    expect((await pageAfter(log, scope, { after: 0, head: 3, limit: 2 })).events).toHaveLength(3);
    expect((await pageBefore(log, scope, { before: 4, limit: 2 })).events).toHaveLength(4);
  });

  test('end at the head that was read first', async () => {
    const log = await logOf(['user', 'device', 'device']);
    const scope = eventScope(admin, {});
    const page = await pageAfter(log, scope, { after: 1, head: 2, limit: 50 });
    expect(page).toMatchObject({ next: undefined });
    expect(page.events.map(({ position }) => position)).toEqual([2]);
  });

  test('find what is rare and old with few reads, and what is frequent with one', async () => {
    const log = new MemoryEventLog();
    await writeDevice(log, 'rare', suspended);
    for (let n = 0; n < 3000; n++) await writeUser(log, 'u', signedIn);
    let reads = 0;
    const counting = {
      ...bound(log),
      page: (options: Parameters<typeof log.page>[0]) => (reads++, log.page(options)),
    };
    const rare = eventScope(admin, { context: 'devices' });
    expect((await pageBefore(counting, rare, { before: 3002, limit: 1 })).events).toHaveLength(1);
    expect(reads).toBeLessThanOrEqual(4);
    reads = 0;
    const frequent = eventScope(admin, { context: 'identity' });
    expect((await pageBefore(counting, frequent, { before: 3002, limit: 50 })).events).toHaveLength(50);
    expect(reads).toBe(1);
  });
});

const bound = (log: MemoryEventLog) => ({
  incarnation: log.incarnation,
  epoch: log.epoch,
  append: log.append.bind(log),
  load: log.load.bind(log),
  loadConfirmed: log.loadConfirmed.bind(log),
  lastPosition: log.lastPosition.bind(log),
  commitAt: log.commitAt.bind(log),
  tail: log.tail.bind(log),
  positionAt: log.positionAt.bind(log),
});
