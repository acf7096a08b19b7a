import type { EventLog } from '@tutti/event-store';
import type { DataSource } from 'typeorm';
import { transaction } from '@tutti/database';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { insertCheckpoint, moveCheckpoint, shapeOf, type Place } from '../checkpoint/checkpoint-store';
import type { Checkpoint } from '../checkpoint/checkpoint.table';
import { added, append, handClock, memoryLog, named, removed } from '../runtime.fixture';
import { takeStep, type Touched } from './apply-commits';
import {
  counterFile,
  counterProjection,
  counterRows,
  counterTable,
  type CounterRow,
} from './counter.fixture';
import { RowCache } from './row-cache';
import { checkpointNameOf } from './view';

const model = { projection: counterProjection, table: counterTable };

const begin = (database: DataSource, { incarnation }: EventLog): Promise<Checkpoint> => {
  const name = checkpointNameOf(counterProjection);
  const first = { name, incarnation, ...shapeOf(counterProjection.version, counterProjection.handles) };
  return transaction(database, (manager) => insertCheckpoint(manager, first, handClock()));
};

const events = fc.oneof(
  // Their sum fits the column.
  fc.integer({ min: -1_000_000, max: 1_000_000 }).map(added),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map(named),
  fc.constant(removed),
);
const histories = fc.array(
  fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.array(events, { minLength: 1, maxLength: 3 })),
  { minLength: 1, maxLength: 20 },
);

describe('RowCache', () => {
  it('knows of its rows what reading them would tell, and nothing of those that are gone', async () => {
    await fc.assert(
      fc.asyncProperty(histories, fc.integer({ min: 1, max: 7 }), async (history, limit) => {
        await using target = await counterFile();
        const log = memoryLog();
        const database = await target.open();
        for (const [id, all] of history) await append(log, id, all);
        const cache = new RowCache<CounterRow>();
        let at = await begin(database, log);
        for (;;) {
          const commits = await log.page({ subjects: counterProjection.subjects, after: at.position, limit });
          const last = commits.at(-1);
          if (!last) break;
          const from = at;
          const to = { position: last.position, commitId: last.id };
          const move = (manager: DataSource['manager']) => moveCheckpoint(manager, from, to);
          at = await takeStep(database, model, { from, commits, cache, move });
          const known = cache.at(at);
          const rows = ['a', 'b', 'c'].flatMap((key) => known(key) ?? []);
          expect(rows).toStrictEqual(await counterRows(database));
        }
      }),
      { numRuns: 15 },
    );
  });

  const place = (changes: Partial<Place> = {}): Place => ({
    ...{ name: 'counters', version: 1, shape: '', incarnation: 'one', commitId: '' },
    ...{ generation: 1, position: 7, revision: 3, ...changes },
  });
  const row = (id: string): CounterRow => ({ id, total: 1, seen: [], at: new Date(0), even: false });
  const touched = (
    id: string,
    after: CounterRow | undefined = row(id),
    length = 100,
  ): Touched<CounterRow> => ({ key: id, before: undefined, after, length });
  const cached = (...ids: readonly string[]): RowCache<CounterRow> => {
    const cache = new RowCache<CounterRow>();
    cache.keep(
      place(),
      ids.map((id) => touched(id)),
    );
    return cache;
  };

  it.each([
    ['that somebody else moved', place({ revision: 4 })],
    ['of another generation', place({ generation: 2 })],
    ['of another log', place({ incarnation: 'two' })],
  ])('knows nothing at a place %s', (_, other) => {
    const cache = cached('a');
    expect(cache.at(place())('a')).toEqual(row('a'));
    expect(cache.at(other)('a')).toBeUndefined();
    expect(cache.at(place())('a')).toBeUndefined();
  });

  it('forgets rows that are gone', () => {
    const cache = cached('a', 'b');
    cache.keep(place({ revision: 4 }), [{ key: 'a', before: row('a'), after: undefined, length: 0 }]);
    const known = cache.at(place({ revision: 4 }));
    expect([known('a'), known('b')]).toEqual([undefined, row('b')]);
  });

  it('forgets all before it holds too much, and counts a row once however often it is written', () => {
    const cache = cached('a');
    const megabyte = 1024 ** 2;
    const keep = (revision: number, id: string, before?: CounterRow): boolean => {
      cache.keep(place({ revision }), [{ key: id, before, after: row(id), length: 3 * megabyte }]);
      return cache.at(place({ revision }))(id) !== undefined;
    };
    for (let n = 1; n <= 100; n += 1) expect(keep(n, 'a', row('a'))).toBe(true);
    const first = Array.from({ length: 100 }, (_, n) => keep(1000 + n, `b${n}`)).indexOf(false);
    expect(first).toBe(15);
  });
});
