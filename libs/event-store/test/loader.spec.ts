import { expect, it } from 'vitest';
import { Aggregates } from '../src/aggregates';
import { MemoryEventLog } from '../src/memory-log';
import { MemorySnapshotStore } from '../src/memory-snapshots';
import { counter, counterDefinitions as definitions } from '../src/testing';

/** Tells what was read from it. */
class ToldLog extends MemoryEventLog {
  readonly read: string[] = [];

  override load(...asked: Parameters<MemoryEventLog['load']>) {
    this.read.push(asked[0]);
    return super.load(...asked);
  }
}

it('given a cache that is full, when ids that nobody uses are asked for, then what is in use stays in it', async () => {
  const log = new ToldLog({ definitions });
  const aggregates = new Aggregates(log, new MemorySnapshotStore(), { definitions, cacheSize: 2 });
  await aggregates.handle(counter, 'used', { type: 'Open', limit: 10 });
  const add = { type: 'Add', amounts: [1] } as const;
  for (const id of ['x', 'y', 'z'])
    await expect(aggregates.handle(counter, id, add)).rejects.toMatchObject({ code: 'counter.not-open' });
  const before = log.read.length;
  await aggregates.handle(counter, 'used', add);
  expect(log.read.slice(before)).toEqual([]);
});
