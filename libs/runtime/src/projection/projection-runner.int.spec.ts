import { randomUUID } from 'node:crypto';
import { JetStreamEventLog } from '@tutti/event-store';
import { startTestNats } from '@tutti/testing';
import { expect, it } from 'vitest';
import { added, appendSurely, counterDefinitions, handClock, named, testFile } from '../runtime.fixture';
import { silentLogger } from '../support/logger';
import { counterProjection, counterTable, CreateCounterList1795392000001 } from './counter.fixture';
import { ProjectionRunner } from './projection-runner';
import { liveRows } from './view';

const subjects = ['evt.devices.counter.*'];

it('A projection equals the fold of its log after the server was killed in the middle', async () => {
  const nats = await startTestNats();
  await using file = await testFile({
    entities: [counterTable],
    migrations: [CreateCounterList1795392000001],
  });
  const log = await JetStreamEventLog.open(await nats.connect('devices'), {
    definitions: counterDefinitions,
  });
  const database = await file.open();
  const projection = { ...counterProjection, name: `counters-${randomUUID()}`, subjects };
  const runner = new ProjectionRunner({
    ...{ log, database, projection, table: counterTable, logger: silentLogger },
    ...{ replicaId: 'a', clock: handClock(), maxBatch: 3, waitMs: 30_000 },
  });
  runner.start();
  const writing = (async () => {
    let last = 0;
    for (let index = 0; index < 60; index += 1)
      last = await appendSurely(log, { aggregate: 'counter', id: 'abc'[index % 3] ?? 'a' }, [
        added(1),
        named(String(index)),
      ]);
    return last;
  })();
  await runner.waitFor(await log.lastPosition(subjects));
  await nats.kill9();
  await nats.restart();
  await runner.waitFor(await writing);
  const rows = await liveRows(database, counterTable, projection).orderBy('row.id').getMany();
  const commits = await log.page({ subjects, after: 0, limit: 1000 });
  const events = commits.flatMap((commit) => commit.events);
  expect(rows.map(({ id, seen }) => [id, seen])).toEqual(
    ['a', 'b', 'c'].map((id) => [
      id,
      events.filter((event) => event.aggregateId === id).map((event) => event.id),
    ]),
  );
  expect(runner.status().generation).toBe(1);
  await runner.stop();
  await nats.stop();
});
