import { jetstreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { bucketStream, logNames, provision } from '@tutti/nats-server';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Aggregates } from '../src/aggregates';
import { JetStreamEventLog } from '../src/jetstream/jetstream-log';
import { KvSnapshotStore } from '../src/jetstream/kv-snapshots';
import { LogChanged } from '../src/port';
import { aggregatesSuite } from './aggregates.suite';
import { counter, counterDefinitions } from '../src/testing';
import { addCommit, eventLogSuite } from './event-log.suite';

let nats: TestNats;
let admin: NatsConnection;
beforeAll(async () => {
  nats = await startTestNats({ provisioned: false });
  admin = await nats.connectAdmin();
});
afterAll(() => nats.stop());

/** A log of the test's own on the shared server. */
const emptyLog = async () => {
  const jsm = await jetstreamManager(admin);
  for (const name of [logNames.log, bucketStream('snapshots')])
    await jsm.streams.delete(name).catch(() => undefined);
  await provision(admin, { telemetryBytes: 1024 * 1024 });
  const nc = await nats.connect('devices');
  const foreign: unknown[] = [];
  const log = await JetStreamEventLog.open(nc, {
    definitions: counterDefinitions,
    onForeign: (m) => foreign.push(m),
  });
  return { nc, log, foreign, snapshots: await KvSnapshotStore.open(nc), close: () => nc.close() };
};

eventLogSuite('JetStream', emptyLog);
aggregatesSuite('JetStream', emptyLog);

describe('JetStream alone', () => {
  it('passes over a message that is not ours, and says so', async () => {
    const { log, foreign, close } = await emptyLog();
    const js = (await jetstreamManager(admin)).jetstream();
    await js.publish('evt.devices.counter.x', 'hello', { headers: headers() });
    const [position] = await log.append([addCommit('y', 0)]);
    const page = await log.page({ subjects: ['evt.devices.>'], after: 0, limit: 10 });
    expect(page.map((commit) => commit.position)).toEqual([position]);
    expect(foreign).toEqual([{ position: 1, subject: 'evt.devices.counter.x' }]);
    await close();
  });

  it('refuses the other context: a service writes its own subjects only', async () => {
    const { log, close } = await emptyLog();
    const foreign = { ...addCommit('z', 0), context: 'identity' };
    const definitions = await JetStreamEventLog.open(await nats.connect('devices'), {
      definitions: (_, type) => counterDefinitions('devices', type),
    });
    await expect(definitions.append([foreign])).rejects.toThrow();
    expect(await log.lastPosition(['evt.identity.>'])).toBe(0);
    await close();
  });

  it('given nats-server killed under load, then every acknowledged command is in the log exactly once, and tails go on', async () => {
    const { log, snapshots, close } = await emptyLog();
    const aggregates = new Aggregates(log, snapshots, {
      definitions: counterDefinitions,
      patienceMs: 30_000,
    });
    const ids = Array.from({ length: 8 }, (_, n) => `load${n}`);
    for (const id of ids) await aggregates.handle(counter, id, { type: 'Open', limit: 1e9 });
    const stop = new AbortController();
    const tailed: number[] = [];
    const tail = (async () => {
      for await (const batch of log.tail({ subjects: ['evt.devices.>'], after: 0, signal: stop.signal })) {
        tailed.push(...batch.commits.map((commit) => commit.position));
      }
    })();
    const acknowledged: number[] = [];
    const write = async (id: string): Promise<void> => {
      for (let n = 0; n < 150; n++) {
        const { position } = await aggregates.handle(
          counter,
          id,
          { type: 'Add', amounts: [1] },
          { commandId: `${id}-${n}` },
        );
        acknowledged.push(position);
      }
    };
    const writers = ids.map(write);
    await expect.poll(() => acknowledged.length).toBeGreaterThan(200);
    await nats.kill9();
    await nats.restart();
    await Promise.all(writers);
    const stored: number[] = [];
    for (const id of ids) {
      const commits = await log.loadConfirmed(`evt.devices.counter.${id}`, 0);
      expect(commits).toHaveLength(151);
      expect(new Set(commits.map((commit) => commit.commandId)).size).toBe(151);
      stored.push(...commits.map((commit) => commit.position));
    }
    stored.sort((a, b) => a - b);
    expect(stored).toEqual(expect.arrayContaining(acknowledged));
    await expect.poll(() => tailed.length, { timeout: 20_000 }).toBe(stored.length);
    expect(tailed).toEqual(stored);
    stop.abort();
    await tail;
    await close();
  });

  it('given an older store swapped in, then a tail that has read further says that the log changed', async () => {
    const { log, close } = await emptyLog();
    for (let n = 0; n < 3; n++) await log.append([addCommit(`old${n}`, 0)]);
    const read = async (): Promise<void> => {
      for await (const batch of log.tail({
        subjects: ['evt.>'],
        after: 0,
        signal: new AbortController().signal,
      })) {
        if (batch.commits.length === 0) return;
        const jsm = await jetstreamManager(admin);
        await jsm.streams.delete(logNames.log);
        await provision(admin, { telemetryBytes: 1024 * 1024 });
        await nats.restart();
      }
    };
    await expect(read()).rejects.toThrow(LogChanged);
    await close();
  });
});
