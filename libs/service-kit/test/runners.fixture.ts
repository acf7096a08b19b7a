import { randomUUID } from 'node:crypto';
import { event } from '@tutti/contracts/common';
import { openDatabase } from '@tutti/database';
import { MemoryEventLog, subjectOf, type EventLog } from '@tutti/event-store';
import { systemClock, type DomainEvent, type Process, type Projection } from '@tutti/kernel';
import {
  createView,
  ProcessRunner,
  ProjectionRunner,
  runtimeEntities,
  runtimeMigrations,
  silentLogger,
  viewTable,
} from '@tutti/runtime';
import { testDatabase } from '@tutti/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';

interface Row {
  readonly id: string;
  readonly count: number;
}
interface Counted extends DomainEvent {
  readonly type: 'Counted';
}

const table = viewTable<Row>({ name: 'count_list', columns: { count: { type: 'integer' } } });

class CreateCounts1795392000001 implements MigrationInterface {
  readonly name = 'CreateCounts1795392000001';
  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, { name: 'count_list', columns: [{ name: 'count', type: 'integer' }] });
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('count_list');
  }
}

const subjects = ['evt.test.count.*'];

const projection: Projection<Row, Counted> = {
  ...{ name: 'counts', version: 1, subjects, handles: ['Counted'] },
  key: ({ aggregateId }) => aggregateId,
  project: (row, { aggregateId }) => ({ id: aggregateId, count: (row?.count ?? 0) + 1 }),
};

/** Reacts to "bad" by throwing, until it is mended. */
const process = (mended: () => boolean): Process<number, Counted, never> => ({
  ...{ name: 'tally', version: 1, subjects, handles: ['Counted'], ignores: [], initialState: 0 },
  correlate: ({ aggregateId }) => aggregateId,
  react: (state, _, id) => {
    if (id === 'bad' && !mended()) throw new Error('cannot tally');
    return { state: state + 1 };
  },
});

export const countLog = (): EventLog =>
  new MemoryEventLog({
    definitions: (context, type) => ({
      ...{ context, aggregate: 'count', type },
      ...event(z.record(z.string(), z.unknown())),
    }),
  });

export const count = async (log: EventLog, id: string): Promise<number> => {
  const expected = await log.lastPosition([subjectOf('test', 'count', id)]);
  const [position = 0] = await log.append([
    {
      ...{ id: randomUUID(), context: 'test', aggregate: 'count', aggregateId: id, expected },
      ...{ time: new Date(), metadata: {} },
      events: [{ event: { type: 'Counted', data: {} }, aggregateVersion: 1 }],
    },
  ]);
  return position;
};

/** A projection and a process on one database, as a service has them. */
export const openRunners = async (log: EventLog) => {
  const place = await testDatabase();
  const database = await openDatabase({
    name: 'runners',
    url: place.url,
    entities: [...runtimeEntities, table],
    migrations: [...runtimeMigrations, CreateCounts1795392000001],
  });
  const common = { database, replicaId: 'a', clock: systemClock, logger: silentLogger, pollMs: 5 };
  const open = (from: EventLog, mended: () => boolean) => ({
    counts: new ProjectionRunner({ ...common, log: from, projection, table }),
    tally: new ProcessRunner({
      ...{ ...common, log: from, process: process(mended), service: 'test', handlers: {} },
      deadLetters: { publish: async () => undefined },
    }),
  });
  return {
    open: (from = log, mended = () => false) => open(from, mended),
    close: async () => {
      await database.destroy();
      await place.dispose();
    },
  };
};
