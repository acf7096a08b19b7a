import { MemoryEventLog } from '../src/memory-log';
import { MemorySnapshotStore } from '../src/memory-snapshots';
import { aggregatesSuite } from './aggregates.suite';
import { counterDefinitions } from '../src/testing';
import { eventLogSuite } from './event-log.suite';

const close = async (): Promise<void> => undefined;

for (const [name, lag] of [
  ['in memory', 0],
  ['in memory, a replica three commits behind', 3],
] as const) {
  const make = () => new MemoryEventLog({ definitions: counterDefinitions, lag });
  eventLogSuite(name, async () => ({ log: make(), close }));
  aggregatesSuite(name, async () => ({ log: make(), snapshots: new MemorySnapshotStore(), close }));
}
