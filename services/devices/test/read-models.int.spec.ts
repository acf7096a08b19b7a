import { randomUUID } from 'node:crypto';
import { eventDefinition } from '@tutti/contracts/catalogue';
import { MemoryEventLog, subjectOf } from '@tutti/event-store';
import { systemClock, type DomainEvent, type Projection } from '@tutti/kernel';
import { liveRows, ProjectionRunner, silentLogger, type Generated, type ViewTable } from '@tutti/runtime';
import { testDatabase, valid, type Schema } from '@tutti/testing';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { devicesReadModels } from '../src/open-projections';
import { openDevicesDatabase } from '../src/storage/open-devices-database';

interface Row {
  readonly id: string;
}
interface ReadModel {
  readonly projection: Projection<Row, DomainEvent>;
  readonly table: ViewTable<Row>;
}

/** Any event that a projection handles, with any data that its schema allows. */
const eventOf = (type: string): fc.Arbitrary<DomainEvent> => {
  const definition = eventDefinition('devices', type);
  if (!definition) throw new Error(`There is no event ${type}.`);
  const { schema } = definition;
  return valid(z.toJSONSchema(schema) as Schema)
    .filter((data) => schema.safeParse(data).success)
    .map((data) => ({ type, data }));
};

const commit = async (log: MemoryEventLog, subject: string, events: readonly DomainEvent[]) => {
  const [, context = '', aggregate = '', aggregateId = ''] = subject.split('.');
  const expected = await log.lastPosition([subject]);
  const place = { context, aggregate, aggregateId, expected };
  const all = events.map((event, n) => ({ event, aggregateVersion: expected + n + 1 }));
  const metadata = { authId: 'user:anna' };
  const [position = 0] = await log.append([
    { ...place, id: randomUUID(), time: new Date(), metadata, events: all },
  ]);
  return position;
};

const generationsOf = (rows: readonly Generated<Row>[]) => new Set(rows.map(({ generation }) => generation));
const bare = (rows: readonly Generated<Row>[]) => rows.map(({ generation: _, ...row }) => row);

/** Live, each commit by itself is added to rows that are read; in a rebuild, many to rows that are still known. */
test.each(Object.entries(devicesReadModels) as unknown as [string, ReadModel][])(
  'the rows of %s are the same whether they are written in step with the log or anew from it',
  async (_, { projection, table }) => {
    await using place = await testDatabase();
    const database = await openDevicesDatabase(place.url);
    const log = new MemoryEventLog();
    const common = { log, database, replicaId: 'one', clock: systemClock, logger: silentLogger };
    const runner = new ProjectionRunner({
      ...common,
      projection,
      table,
      maxBatch: 4,
      pollMs: 5,
      waitMs: 10_000,
    });
    runner.start();
    const rows = () => liveRows(database, table, projection).orderBy('row.id').getMany();
    const histories = fc.array(
      fc.tuple(
        fc.nat({ max: 2 }),
        fc.array(fc.oneof(...projection.handles.map(eventOf)), { minLength: 1, maxLength: 3 }),
      ),
      { minLength: 5, maxLength: 25 },
    );
    const [, , aggregate = ''] = projection.subjects[0]?.split('.') ?? [];
    let run = 0;
    let seen = 0;
    const isSame = async (history: readonly (readonly [number, readonly DomainEvent[]])[]): Promise<void> => {
      run += 1;
      for (const [id, events] of history)
        await runner.waitFor(await commit(log, subjectOf('devices', aggregate, `${run}-${id}`), events));
      const living = await rows();
      await runner.rebuild('user:anna');
      await vi.waitUntil(async () => (await runner.report()).rebuild?.state === 'swapped', {
        timeout: 20_000,
      });
      const rebuilt = await rows();
      if (living.length > 0) expect(generationsOf(rebuilt)).not.toEqual(generationsOf(living));
      expect(bare(rebuilt)).toStrictEqual(bare(living));
      seen = rebuilt.length;
    };
    await fc.assert(fc.asyncProperty(histories, isSame), { numRuns: 12 });
    expect(seen).toBeGreaterThan(0);
    await runner.stop();
    await database.destroy();
  },
);
