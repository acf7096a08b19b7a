import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { bucketStream, logNames, provision } from '@tutti/nats-server';
import { startTestCluster, type TestCluster } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Aggregates } from '../src/aggregates';
import { JetStreamEventLog } from '../src/jetstream/jetstream-log';
import { KvSnapshotStore } from '../src/jetstream/kv-snapshots';
import { AppendConflict, subjectOf } from '../src/port';
import { counter, counterDefinitions } from '../src/testing';
import { aggregatesSuite } from './aggregates.suite';
import { addCommit, eventLogSuite } from './event-log.suite';

let cluster: TestCluster;
let admin: NatsConnection;
beforeAll(async () => {
  cluster = await startTestCluster();
  admin = await cluster.connect(0);
}, 120_000);
afterAll(() => cluster.stop());

const definitions = counterDefinitions;

/** A log of three replicas that is new; streams that have lost their server's attention are asked for again. */
const remade = async (): Promise<number> => {
  const jsm = await jetstreamManager(admin);
  for (const name of [logNames.log, bucketStream('snapshots')])
    await jsm.streams.delete(name).catch(() => undefined);
  await provision(admin, { telemetryBytes: 1024 * 1024, replicas: 3 });
  return cluster.leaderOf(logNames.log);
};

const at = async (server: number) => {
  const nc = await cluster.connect(server);
  const log = await JetStreamEventLog.open(nc, { definitions });
  const snapshots = await KvSnapshotStore.open(nc);
  return { nc, log, snapshots, close: () => nc.close() };
};

/** Through a follower: it answers direct reads itself, and is a moment behind the leader. */
const lagging = async () => at(((await remade()) + 1) % 3);

eventLogSuite('JetStream through a follower of a cluster', lagging);
aggregatesSuite('JetStream through a follower of a cluster', lagging);

describe('A cluster', () => {
  it('refuses and accepts the truth through followers, right after the leader has heard it', async () => {
    const leader = await remade();
    const [ahead, ...followers] = await Promise.all([0, 1, 2].map((server) => at((leader + server) % 3)));
    if (!ahead) throw new Error('There is no leader.');
    const writer = new Aggregates(ahead.log, ahead.snapshots, { definitions });
    const readers = followers.map(({ log, snapshots }) => new Aggregates(log, snapshots, { definitions }));
    for (let round = 0; round < 100; round += 1) {
      const id = `c${round}`;
      await writer.handle(counter, id, { type: 'Open', limit: round % 2 });
      // A follower that has not heard of it yet would refuse as `counter.not-open`.
      const add = readers[round % 4 < 2 ? 0 : 1]?.handle(counter, id, { type: 'Add', amounts: [1] });
      if (round % 2 === 1) expect((await add)?.state).toMatchObject({ sum: 1 });
      else await expect(add).rejects.toMatchObject({ code: 'counter.full' });
    }
    await Promise.all([ahead, ...followers].map(({ close }) => close()));
  });

  it('lets one of many writers at once win, the others hear of a conflict', async () => {
    const leader = await remade();
    const logs = await Promise.all([0, 1, 2].map((server) => at((leader + server) % 3)));
    let last = 0;
    for (let round = 0; round < 40; round += 1) {
      const attempts = await Promise.allSettled(
        logs.flatMap(({ log }) => [
          log.append([addCommit('one', last)]),
          log.append([addCommit('one', last)]),
        ]),
      );
      const won = attempts.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
      const lost = attempts.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
      expect(won).toHaveLength(1);
      expect(lost.filter((reason) => !(reason instanceof AppendConflict))).toEqual([]);
      last = won[0] ?? 0;
    }
    const commits = await logs[0]?.log.loadConfirmed(subjectOf('devices', 'counter', 'one'), 0);
    expect(commits).toHaveLength(40);
    await Promise.all(logs.map(({ close }) => close()));
  });
});
