import type { Projection } from '@tutti/kernel';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { CounterEvent } from '../runtime.fixture';
import { counterSubjects } from '../runtime.fixture';
import { createView, viewTable } from './view';

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
