import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { expect, test } from 'vitest';
import { builtInSolutions, ensureSolutions } from './built-in';
import { existingSolution, solutionDecider } from './solution.decider';

const key = 'image-classification';
const replica = (log = new MemoryEventLog()) => new Aggregates(log, new MemorySnapshotStore());
const versionsOf = async (aggregates: Aggregates) =>
  existingSolution((await aggregates.load(solutionDecider, key)).state).versions;

test('solutions that are built in are published once, whichever replica is first', async () => {
  const log = new MemoryEventLog();
  await Promise.all([ensureSolutions(replica(log)), ensureSolutions(replica(log))]);
  await ensureSolutions(replica(log));
  expect(await versionsOf(replica(log))).toEqual([builtInSolutions[key]]);
});

test('a release with other parameters publishes the next version', async () => {
  const aggregates = replica();
  await ensureSolutions(aggregates);
  const newest = builtInSolutions[key];
  if (!newest) throw new Error('It is built in.');
  const older = { ...newest, parameters: { type: 'object', properties: {} } };
  await aggregates.handle(solutionDecider, key, { type: 'PublishVersion', manifest: older });
  await ensureSolutions(aggregates);
  expect(await versionsOf(aggregates)).toEqual([newest, older, newest]);
});

test('one that somebody retired stays so', async () => {
  const aggregates = replica();
  await ensureSolutions(aggregates);
  await aggregates.handle(solutionDecider, key, { type: 'RetireSolution' });
  await ensureSolutions(aggregates);
  expect((await aggregates.load(solutionDecider, key)).state).toMatchObject({ status: 'retired' });
});
