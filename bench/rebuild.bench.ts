import { openDatabase } from '@tutti/database';
import { JetStreamEventLog, type EventLog } from '@tutti/event-store';
import { counterDefinitions, type CounterEvent } from '@tutti/event-store/testing';
import { systemClock, type Projection } from '@tutti/kernel';
import {
  createView,
  liveRows,
  ProjectionRunner,
  runtimeEntities,
  runtimeMigrations,
  silentLogger,
  viewTable,
} from '@tutti/runtime';
import { startTestNats } from '@tutti/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { perSecond, report } from './report';

/** A rebuild over growing logs: the cost of one event must not grow with them, and the live rows go on meanwhile. */

const sizes = [20_000, 40_000, 80_000];
const lanes = 64;

interface Row {
  readonly id: string;
  readonly sum: number;
  readonly events: number;
}

const table = viewTable<Row>({
  name: 'bench_list',
  columns: { sum: { type: 'integer' }, events: { type: 'integer' } },
});

class CreateBenchList1795392000001 implements MigrationInterface {
  readonly name = 'CreateBenchList1795392000001';
  async up(runner: QueryRunner): Promise<void> {
    const columns = ['sum', 'events'].map((name) => ({ name, type: 'integer' }));
    await createView(runner, { name: 'bench_list', columns });
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('bench_list');
  }
}

const projection: Projection<Row, CounterEvent> = {
  ...{ name: 'bench', version: 1, subjects: ['evt.devices.counter.*'], handles: ['Added'] },
  key: ({ aggregateId }) => aggregateId,
  project: (row, { aggregateId: id, event }) => ({
    id,
    sum: (row?.sum ?? 0) + (event.type === 'Added' ? event.data.amount : 0),
    events: (row?.events ?? 0) + 1,
  }),
};

const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
const nats = await startTestNats({ syncInterval: '10s' });
const log: EventLog = await JetStreamEventLog.open(await nats.connect('devices'), {
  definitions: counterDefinitions,
});
const database = await openDatabase({
  name: 'bench',
  url: `sqlite:${join(dir, 'bench.sqlite')}`,
  entities: [...runtimeEntities, table],
  migrations: [...runtimeMigrations, CreateBenchList1795392000001],
});

const runner = new ProjectionRunner({
  ...{ log, database, projection, table, replicaId: 'bench', clock: systemClock, logger: silentLogger },
  waitMs: 60_000,
});
runner.start();

const newest = new Map<string, number>();
const append = async (aggregateId: string): Promise<number> => {
  const [position = 0] = await log.append([
    {
      ...{ id: uuid(), context: 'devices', aggregate: 'counter', aggregateId },
      ...{ expected: newest.get(aggregateId) ?? 0, time: new Date(), metadata: {} },
      events: [{ event: { type: 'Added', data: { amount: 1 } }, aggregateVersion: 1 }],
    },
  ]);
  newest.set(aggregateId, position);
  return position;
};

let written = 0;
/** A tenth as many aggregates as events; each lane has its own. */
const fill = async (upTo: number): Promise<void> => {
  await perSecond(upTo - written, lanes, async (index, lane) => {
    await append(`c${lane}-${index % Math.ceil(upTo / lanes / 10)}`);
  });
  written = upTo;
  await runner.waitFor(await log.lastPosition(projection.subjects));
};

/** Seconds until the swap, and how long a writer waits for its own write meanwhile. */
const rebuild = async (): Promise<{ readonly seconds: number; readonly waits: readonly number[] }> => {
  const started = performance.now();
  await runner.rebuild('user:bench');
  const waits: number[] = [];
  for (;;) {
    const asked = performance.now();
    await runner.waitFor(await append('live'));
    waits.push(performance.now() - asked);
    const { rebuild: row } = await runner.report();
    if (row?.state === 'swapped') return { seconds: (performance.now() - started) / 1000, waits };
    await delay(20);
  }
};

const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

const perEvent: number[] = [];
const waits: number[] = [];
for (const size of sizes) {
  await fill(size);
  const run = await rebuild();
  perEvent.push((run.seconds / size) * 1e6);
  waits.push(...run.waits);
}
const [first = Number.NaN] = perEvent;
const folded = (await liveRows(database, table, projection).getMany()).reduce((n, row) => n + row.events, 0);
report('rebuild', [
  ...sizes.map((size, n) => ({
    name: `rebuild of ${size} events, per event`,
    value: perEvent[n] ?? Number.NaN,
    unit: 'us',
  })),
  {
    name: 'per event, largest log / smallest',
    value: (perEvent.at(-1) ?? 0) / first,
    unit: 'x',
    goal: '<=1.3',
  },
  { name: 'own write seen during a rebuild, p50', value: percentile(waits, 0.5), unit: 'ms' },
  { name: 'own write seen during a rebuild, p99', value: percentile(waits, 0.99), unit: 'ms' },
  {
    name: 'events in the rows / in the log',
    value: folded / (written + waits.length),
    unit: 'x',
    goal: '>=1',
  },
]);
await runner.stop();
await database.destroy();
await nats.stop();
await rm(dir, { recursive: true, force: true });
