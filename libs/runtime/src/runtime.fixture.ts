import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@tutti/database';
import { MemoryEventLog, subjectOf, type Definitions, type EventLog } from '@tutti/event-store';
import { event } from '@tutti/contracts/common';
import type { Clock, DomainEvent } from '@tutti/kernel';
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

export interface TestFile extends AsyncDisposable {
  /** Each call is another replica's own connection to the one file. */
  open(): Promise<DataSource>;
}

interface TestTables {
  readonly entities?: readonly EntitySchema[];
  readonly migrations?: readonly (new () => MigrationInterface)[];
}

export const testFile = async ({ entities = [], migrations = [] }: TestTables = {}): Promise<TestFile> => {
  const directory = await mkdtemp(join(tmpdir(), 'tutti-runtime-'));
  const opened: DataSource[] = [];
  return {
    open: async () => {
      const database = await openDatabase({
        name: 'test',
        url: `sqlite:${join(directory, 'test.db')}`,
        entities: [...runtimeEntities, ...entities],
        migrations: [...runtimeMigrations, ...migrations],
      });
      opened.push(database);
      return database;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(opened.map((database) => database.destroy()));
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** Time that a test turns by hand. */
export const handClock = (
  start = '2026-11-23T00:00:00.000Z',
): Clock & { readonly advance: (ms: number) => void } => {
  let now = Date.parse(start);
  return {
    now: () => new Date(now),
    advance: (ms) => {
      now += ms;
    },
  };
};
