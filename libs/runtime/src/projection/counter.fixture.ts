import type { Projection } from '@tutti/kernel';
import type { EventLog } from '@tutti/event-store';
import type { DataSource, MigrationInterface, QueryRunner } from 'typeorm';
import { counterSubjects, handClock, testFile, type CounterEvent, type TestFile } from '../runtime.fixture';
import { silentLogger } from '../support/logger';
import { ProjectionRunner, type ProjectionRunnerOptions } from './projection-runner';
import { createView, liveRows, viewTable } from './view';

export interface CounterRow {
  readonly id: string;
  readonly total: number;
  readonly name?: string | null;
  readonly seen: readonly string[];
  readonly at: Date;
  readonly even: boolean;
}

/** Every field type, an absent field, a deletion, and an event that breaks it. */
export const counterProjection: Projection<CounterRow, CounterEvent> = {
  name: 'counters',
  version: 1,
  subjects: counterSubjects,
  handles: ['CounterAdded', 'CounterNamed', 'CounterRemoved', 'CounterBroken'],
  key: ({ aggregateId }) => (aggregateId === 'ignored' ? undefined : aggregateId),
  project: (row, { event, id, time, aggregateId }) => {
    const { total = 0, seen = [] as readonly string[], name } = row ?? {};
    const next = { ...row, id: aggregateId, total, seen: [...seen, id], at: time, even: total % 2 === 0 };
    switch (event.type) {
      case 'CounterAdded':
        return { ...next, total: total + event.data.by, even: (total + event.data.by) % 2 === 0 };
      case 'CounterNamed':
        // Tells an absent name from a null one on purpose: whether the row was stored in between must not show.
        return { ...next, name: name === undefined ? event.data.name : `${name}+${event.data.name}` };
      case 'CounterRemoved':
        return undefined;
      case 'CounterBroken':
        throw new Error('cannot be projected');
    }
  },
};

export const counterTable = viewTable<CounterRow>({
  name: 'counter_list',
  columns: {
    total: { type: 'integer' },
    name: { type: 'varchar', length: 64, nullable: true },
    seen: { type: 'simple-json' },
    at: { type: 'datetime' },
    even: { type: 'boolean' },
  },
});

export class CreateCounterList1795392000001 implements MigrationInterface {
  readonly name = 'CreateCounterList1795392000001';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'counter_list',
      columns: [
        { name: 'total', type: 'integer' },
        { name: 'name', type: 'varchar', length: '64', isNullable: true },
        { name: 'seen', type: 'text' },
        { name: 'at', type: 'datetime' },
        { name: 'even', type: 'boolean' },
      ],
      indices: [{ name: 'counter_list_by_total', columnNames: ['generation', 'total'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('counter_list');
  }
}

export type CounterRunner = ProjectionRunner<CounterRow, CounterEvent>;
export type CounterRunnerOptions = ProjectionRunnerOptions<CounterRow, CounterEvent>;

export const counterFile = (): Promise<TestFile> =>
  testFile({ entities: [counterTable], migrations: [CreateCounterList1795392000001] });

export const counterRunner = (
  log: EventLog,
  database: DataSource,
  changes: Partial<CounterRunnerOptions> = {},
): CounterRunner =>
  new ProjectionRunner({
    log,
    database,
    projection: counterProjection,
    table: counterTable,
    replicaId: 'a',
    clock: handClock(),
    logger: silentLogger,
    leaseMs: 1000,
    pollMs: 5,
    backoff: () => 5,
    ...changes,
  });

/** The live rows. */
export const counterRows = async (database: DataSource): Promise<CounterRow[]> => {
  const rows = await liveRows(database, counterTable, counterProjection).orderBy('row.id').getMany();
  return rows.map(({ generation: _, ...row }) => row);
};

/** What the rows must be: the fold of the whole log, or of the log up to a position, by hand. */
export const counterFold = async (
  log: EventLog,
  { key, project, subjects } = counterProjection,
  upTo = Infinity,
): Promise<CounterRow[]> => {
  const rows = new Map<string, CounterRow>();
  for (const { events, position } of await log.page({ subjects, after: 0, limit: 100_000 })) {
    if (position > upTo) break;
    for (const recorded of events as never[]) {
      const id = key(recorded);
      if (id === undefined) continue;
      const row = project(rows.get(id), recorded);
      if (row) rows.set(id, { ...row, name: row.name ?? null });
      else rows.delete(id);
    }
  }
  return [...rows.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
};
