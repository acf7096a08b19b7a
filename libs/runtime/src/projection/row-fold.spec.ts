import type { EventLog, TailBatch } from '@tutti/event-store';
import { transaction } from '@tutti/database';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { insertCheckpoint, moveCheckpoint, readCheckpoint, shapeOf } from '../checkpoint/checkpoint-store';
import type { Checkpoint } from '../checkpoint/checkpoint.table';
import {
  added,
  append,
  broken,
  handClock,
  memoryLog,
  named,
  removed,
  type CounterEvent,
} from '../runtime.fixture';
import {
  counterFile,
  counterFold,
  counterProjection,
  counterRows,
  counterTable,
  type CounterRow,
} from './counter.fixture';
import { RowFold } from './row-fold';
import { checkpointNameOf } from './view';

const name = checkpointNameOf(counterProjection);
const gatherMs = 1000;

const begin = (database: DataSource, { incarnation }: EventLog): Promise<Checkpoint> => {
  const first = { name, incarnation, ...shapeOf(counterProjection.version, counterProjection.handles) };
  return transaction(database, (manager) => insertCheckpoint(manager, first, handClock()));
};

/** One fold over a log, and what it wrote. */
const foldOf = async (database: DataSource, log: EventLog) => {
  const time = handClock();
  const created: string[] = [];
  const model = {
    ...{ projection: counterProjection, table: counterTable, gatherMs, steady: time.steady },
    created: (_: unknown, __: number, ids: readonly string[]) => Promise.resolve(void created.push(...ids)),
  };
  const fold = new RowFold<CounterRow, CounterEvent, Checkpoint>({
    ...{ database, model, at: await begin(database, log), move: moveCheckpoint },
  });
  /** The next commits of the log. */
  const next = async (after: number, limit: number): Promise<TailBatch> => {
    const commits = await log.page({ subjects: counterProjection.subjects, after, limit });
    const last = commits.at(-1)?.position ?? after;
    const pending = (await log.lastPosition(counterProjection.subjects)) - last;
    return { commits, pending };
  };
  return { fold, next, time, created };
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
const turns = fc.array(
  fc.record({ limit: fc.integer({ min: 1, max: 7 }), passes: fc.constantFrom(0, 400) }),
  {
    minLength: 20,
    maxLength: 20,
  },
);

describe('RowFold', () => {
  it('stores at every place the fold of the log up to there, however much it gathers', async () => {
    await fc.assert(
      fc.asyncProperty(histories, turns, async (history, all) => {
        await using target = await counterFile();
        const log = memoryLog();
        const database = await target.open();
        for (const [id, several] of history) await append(log, id, several);
        const { fold, next, time } = await foldOf(database, log);
        let after = 0;
        for (const { limit, passes } of all) {
          time.advance(passes);
          const batch = await next(after, limit);
          after = batch.commits.at(-1)?.position ?? after;
          const at = await fold.take(batch);
          expect(await readCheckpoint(database.manager, name)).toEqual(at);
          expect(fold.gathered).toBe(after - at.position);
          expect(await counterRows(database)).toStrictEqual(
            await counterFold(log, counterProjection, at.position),
          );
        }
        expect(fold.gathered).toBe(0);
      }),
      { numRuns: 20 },
    );
  });
});

describe('RowFold, while more commits wait,', () => {
  /** Ten commits of one counter, folded one by one. */
  const ten = async (database: DataSource) => {
    const log = memoryLog();
    for (let n = 0; n < 10; n += 1) await append(log, 'a', [added(1)]);
    const made = await foldOf(database, log);
    const take = async (after: number, awaited?: number): Promise<number> =>
      (await made.fold.take(await made.next(after, 1), awaited)).position;
    return { ...made, log, take };
  };

  it('writes the first rows at once, to know how long they are, and then gathers', async () => {
    await using target = await counterFile();
    const { fold, take } = await ten(await target.open());
    expect([await take(0), await take(1), await take(2)]).toEqual([1, 1, 1]);
    expect(fold.gathered).toBe(2);
  });

  it('writes after a second', async () => {
    await using target = await counterFile();
    const { take, time } = await ten(await target.open());
    await take(0);
    time.advance(gatherMs - 1);
    expect(await take(1)).toBe(1);
    time.advance(1);
    expect(await take(2)).toBe(3);
  });

  it('writes once it has what somebody waits for', async () => {
    await using target = await counterFile();
    const { take } = await ten(await target.open());
    expect([await take(0, 3), await take(1, 3), await take(2, 3), await take(3, 99)]).toEqual([1, 1, 3, 3]);
  });

  it('writes what precedes a commit that cannot be folded', async () => {
    await using target = await counterFile();
    const database = await target.open();
    const { fold, log, next, take } = await ten(database);
    await append(log, 'a', [broken]);
    await take(0);
    await take(1);
    const failing = fold.take(await next(2, 9)).catch((error: unknown) => fold.failed(error));
    await expect(failing).rejects.toThrow('counters at position 11 (CounterBroken): cannot be projected');
    expect(fold.at.position).toBe(2);
    expect(await counterRows(database)).toStrictEqual(await counterFold(log, counterProjection, 2));
  });

  it('tells of a row that is new once, though it came and went and came in between', async () => {
    await using target = await counterFile();
    const database = await target.open();
    const log = memoryLog();
    await append(log, 'b', [added(1)]);
    await append(log, 'a', [added(1), removed, added(2)]);
    await append(log, 'c', [added(1), removed]);
    await append(log, 'b', [removed]);
    const { fold, next, created } = await foldOf(database, log);
    await fold.take(await next(0, 1));
    await fold.take(await next(1, 9));
    expect(created).toEqual(['b', 'a']);
    expect((await counterRows(database)).map(({ id }) => id)).toEqual(['a']);
  });

  it('stores nothing when somebody else moved the place', async () => {
    await using target = await counterFile();
    const database = await target.open();
    const { fold, take } = await ten(database);
    await take(0);
    await transaction(database, (manager) => moveCheckpoint(manager, fold.at, { position: 2 }));
    await expect(take(1, 2)).rejects.toThrow('another replica moved the checkpoint at 1');
    expect(await counterRows(database)).toMatchObject([{ id: 'a', total: 1 }]);
  });
});
