import { randomUUID } from 'node:crypto';
import { dialectOf, openDatabase, transaction } from '@tutti/database';
import { MemoryEventLog, subjectOf, type Definitions, type EventLog } from '@tutti/event-store';
import { event } from '@tutti/contracts/common';
import type { Clock, DomainEvent } from '@tutti/kernel';
import { testDatabase } from '@tutti/testing';
import type { DataSource, EntitySchema, MigrationInterface } from 'typeorm';
import { z } from 'zod';
import { runtimeEntities, runtimeMigrations } from './tables';

export type CounterEvent =
  | { readonly type: 'CounterAdded'; readonly data: { readonly by: number } }
  | { readonly type: 'CounterNamed'; readonly data: { readonly name: string } }
  | { readonly type: 'CounterRemoved'; readonly data: Record<string, never> }
  | { readonly type: 'CounterBroken'; readonly data: Record<string, never> };

export const counterDefinitions: Definitions = (context, type) => ({
  context,
  aggregate: 'counter',
  type,
  ...event(z.record(z.string(), z.unknown())),
});

export const added = (by: number): CounterEvent => ({ type: 'CounterAdded', data: { by } });
export const named = (name: string): CounterEvent => ({ type: 'CounterNamed', data: { name } });
export const removed: CounterEvent = { type: 'CounterRemoved', data: {} };
export const broken: CounterEvent = { type: 'CounterBroken', data: {} };

export const counterSubjects = ['evt.test.counter.*'];

/** A log in memory; one with the same incarnation plays an older copy of another. */
export const memoryLog = (incarnation: MemoryEventLog['incarnation'] = randomUUID()): EventLog =>
  new (class extends MemoryEventLog {
    override readonly incarnation = incarnation;
  })({ definitions: counterDefinitions });

interface Target {
  readonly context: string;
  readonly aggregate: string;
  readonly id: string;
}

/** Appends one commit to an aggregate and answers with its position. */
export const appendTo = async (
  log: EventLog,
  { context, aggregate, id }: Target,
  events: readonly DomainEvent[],
): Promise<number> => {
  const [position = 0] = await log.append([
    {
      ...{ id: randomUUID(), context, aggregate, aggregateId: id },
      expected: await log.lastPosition([subjectOf(context, aggregate, id)]),
      time: new Date('2026-11-23T00:00:00.000Z'),
      metadata: { correlationId: 'request-1' },
      events: events.map((each, index) => ({ event: each, aggregateVersion: index + 1 })),
    },
  ]);
  return position;
};

/** The same to `evt.test.<aggregate>.<id>`. */
export const append = (
  log: EventLog,
  id: string,
  events: readonly DomainEvent[],
  aggregate = 'counter',
): Promise<number> => appendTo(log, { context: 'test', aggregate, id }, events);

/** Until it works: the server may be away. */
const surely = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};

/** The same to `evt.devices.<aggregate>.<id>`, once, though the server may be away; its only writer. */
export const appendSurely = async (
  log: EventLog,
  { aggregate, id }: Omit<Target, 'context'>,
  events: readonly DomainEvent[],
): Promise<number> => {
  const last = (): Promise<number> => log.lastPosition([subjectOf('devices', aggregate, id)]);
  const before = await surely(last);
  return surely(async () => {
    const stored = await last();
    return stored > before ? stored : appendTo(log, { context: 'devices', aggregate, id }, events);
  });
};

export interface TestFile extends AsyncDisposable {
  /** Each call is another replica's own connection to the one database. */
  open(): Promise<DataSource>;
}

interface TestTables {
  readonly entities?: readonly EntitySchema[];
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

export const testFile = async ({ entities = [], migrations = [] }: TestTables = {}): Promise<TestFile> => {
  const place = await testDatabase();
  const opened: DataSource[] = [];
  return {
    open: async () => {
      const database = await openDatabase({
        name: 'test',
        url: place.url,
        entities: [...runtimeEntities, ...entities],
        migrations: [...runtimeMigrations, ...migrations],
      });
      opened.push(database);
      return database;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((database) => database.destroy()));
      await place.dispose();
    },
  };
};

/** DDL ends the transaction that it stands in; on MySQL the next one would only read. */
const define = async (database: DataSource, sql: string): Promise<void> => {
  const session = (mode: string): string[] =>
    dialectOf(database) === 'mysql' ? [`SET SESSION TRANSACTION ${mode}`] : [];
  await transaction(database, async (manager) => {
    for (const statement of [...session('READ WRITE'), sql, ...session('READ ONLY')])
      await manager.query(statement);
  });
};

/** From now on the database refuses `BEFORE INSERT ON table` and the like; answers with what repairs it. */
export const failAt = async (
  database: DataSource,
  moment: string,
  condition = '1 = 1',
): Promise<() => Promise<void>> => {
  const body =
    dialectOf(database) === 'mysql'
      ? `FOR EACH ROW IF ${condition} THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'disk on fire'; END IF`
      : `WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'disk on fire'); END`;
  await define(database, `CREATE TRIGGER fault ${moment} ${body}`);
  return () => define(database, 'DROP TRIGGER fault');
};

export interface HandClock extends Clock {
  /** The steady time that goes with it. */
  readonly steady: () => number;
  readonly advance: (ms: number) => void;
}

/** Time that a test turns by hand. */
export const handClock = (start = '2026-11-23T00:00:00.000Z'): HandClock => {
  const began = Date.parse(start);
  let passed = 0;
  return {
    now: () => new Date(began + passed),
    steady: () => passed,
    advance: (ms) => {
      passed += ms;
    },
  };
};
