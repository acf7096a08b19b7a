import { jetstreamManager } from '@nats-io/jetstream';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { bucketStream, directBatch, logNames, provision } from '@tutti/nats-server';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Aggregates } from '../src/aggregates';
import { JetStreamEventLog } from '../src/jetstream/jetstream-log';
import { KvSnapshotStore } from '../src/jetstream/kv-snapshots';
import { AppendUnknown, CorruptCommit, LogChanged } from '../src/port';
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
  describe('given a message that is not ours', () => {
    const subject = 'evt.devices.counter.x';
    const withForeign = async (payload: string) => {
      const under = await emptyLog();
      const js = (await jetstreamManager(admin)).jetstream();
      await js.publish(subject, payload, { headers: headers() });
      return { ...under, js };
    };

    it.each(['hello', ''])('then "%s" is a commit without events, and an alarm', async (payload) => {
      const { log, foreign, close } = await withForeign(payload);
      const [position] = await log.append([addCommit('y', 0)]);
      const page = await log.page({ subjects: ['evt.devices.>'], after: 0, limit: 10 });
      expect(page.map((commit) => [commit.position, commit.events.length])).toEqual([
        [1, 0],
        [position, 1],
      ]);
      expect(foreign).toEqual([{ position: 1, subject }]);
      expect((await log.commitAt(1))?.id).toBe(page[0]?.id);
      await close();
    });

    it('then its aggregate can still be written', async () => {
      const { log, snapshots, js, close } = await withForeign('hello');
      const aggregates = new Aggregates(log, snapshots, { definitions: counterDefinitions });
      await aggregates.handle(counter, 'x', { type: 'Open', limit: 5 });
      await js.publish(subject, '');
      const handled = await aggregates.handle(counter, 'x', { type: 'Add', amounts: [1] });
      expect(handled).toMatchObject({ version: 2, state: { sum: 1 } });
      await close();
    });

    it('then a tail passes it, so that whoever reads knows that there is no more', async () => {
      const { log, js, close } = await withForeign('hello');
      await log.append([addCommit('y', 0)]);
      const { seq } = await js.publish(subject, 'last');
      const stop = new AbortController();
      let reached = 0;
      const options = { subjects: ['evt.devices.>'], after: 0, signal: stop.signal, maxBatch: 2 };
      for await (const { commits, pending } of log.tail(options)) {
        reached = commits.at(-1)?.position ?? 0;
        if (pending === 0) break;
      }
      expect(reached).toBe(seq);
      await close();
    });
  });

  it('given a commit that breaks its schema, then a tail gives what stands before it and stops', async () => {
    const { log, close } = await emptyLog();
    const js = (await jetstreamManager(admin)).jetstream();
    const ours = headers();
    await log.append([addCommit('y', 0)]);
    ours.set('Tutti-Commit-Id', 'c');
    const broken = {
      type: 'tutti.devices.Added',
      dataschema: 'urn:tutti:devices:Added:1',
      data: { amount: 'x' },
    };
    await js.publish('evt.devices.counter.z', JSON.stringify([broken]), { headers: ours });
    const seen: number[] = [];
    const reading = (async () => {
      const { signal } = new AbortController();
      for await (const { commits } of log.tail({ subjects: ['evt.>'], after: 0, signal }))
        seen.push(...commits.map((commit) => commit.position));
    })();
    await expect(reading).rejects.toThrow(CorruptCommit);
    expect(seen).toEqual([1]);
    await close();
  });

  it('leaves no consumer behind when a tail ends, is left or is aborted while it begins', async () => {
    const { log, close } = await emptyLog();
    await log.append([addCommit('y', 0)]);
    for (let n = 0; n < 3; n++) {
      const stop = new AbortController();
      for await (const _ of log.tail({ subjects: ['evt.>'], after: 0, signal: stop.signal })) break;
      const begun = log.tail({ subjects: ['evt.>'], after: 0, signal: stop.signal })[Symbol.asyncIterator]();
      const first = begun.next();
      stop.abort();
      await first;
    }
    const jsm = await jetstreamManager(admin);
    const consumers = async () => (await jsm.streams.info(logNames.log)).state.consumer_count;
    await expect.poll(consumers).toBe(0);
    await close();
  });

  it('given a batched read that breaks off in the middle, then it fails and is not taken for the whole', async () => {
    const responder = admin.subscribe('$JS.API.DIRECT.GET.HALF', {
      callback: (_, request) => {
        const h = headers();
        h.set('Nats-Sequence', '1');
        h.set('Nats-Subject', 'evt.devices.counter.y');
        request.respond('[]', { headers: h });
      },
    });
    const half = directBatch(admin, 'HALF', { seq: 1, next_by_subj: 'evt.>', batch: 2 });
    await expect(half).rejects.toMatchObject({
      name: 'TimeoutError',
      cause: { message: expect.stringMatching('did not answer') as unknown },
    });
    responder.unsubscribe();
  });

  it('given a closed connection, then a tail says so instead of waiting for ever', async () => {
    const { log, close } = await emptyLog();
    const idle = (async () => {
      for await (const _ of log.tail({ subjects: ['evt.>'], after: 0, signal: new AbortController().signal }))
        return;
    })();
    await close();
    await expect(idle).rejects.toThrow('closed');
  });

  it('given the consumer is deleted behind its back, then a tail goes on without a gap or a repeat', async () => {
    const { log, close } = await emptyLog();
    await log.append([addCommit('y0', 0)]);
    const stop = new AbortController();
    const seen: number[] = [];
    const reading = (async () => {
      for await (const { commits } of log.tail({ subjects: ['evt.>'], after: 0, signal: stop.signal }))
        seen.push(...commits.map((commit) => commit.position));
    })();
    await expect.poll(() => seen).toEqual([1]);
    const jsm = await jetstreamManager(admin);
    for await (const consumer of jsm.consumers.list(logNames.log))
      await jsm.consumers.delete(logNames.log, consumer.name);
    await log.append([addCommit('y1', 0)]);
    await expect.poll(() => seen, { timeout: 15_000 }).toEqual([1, 2]);
    stop.abort();
    await reading;
    await close();
  });

  it('given it is cut off in the middle of history, then what it has by then says how much is behind', async () => {
    const { nc, log, close } = await emptyLog();
    for (let n = 0; n < 15; n++)
      await log.append([
        addCommit(`z${n}`, 0),
        ...Array.from({ length: 99 }, (_, m) => addCommit(`z${n}-${m}`, 0)),
      ]);
    const head = await log.lastPosition(['evt.>']);
    const stop = new AbortController();
    const seen: number[] = [];
    let cuts = 0;
    for await (const { commits, pending } of log.tail({
      subjects: ['evt.>'],
      after: 0,
      signal: stop.signal,
    })) {
      seen.push(...commits.map((commit) => commit.position));
      expect(pending > 0).toBe(seen.length < head);
      if (cuts++ === 0) await nc.reconnect();
      if (pending === 0) break;
    }
    expect(seen).toEqual(Array.from({ length: head }, (_, n) => n + 1));
    await close();
  });

  it('refuses the other context: a service writes its own subjects only', async () => {
    const { log, close } = await emptyLog();
    const foreign = { ...addCommit('z', 0), context: 'identity' };
    const definitions = await JetStreamEventLog.open(await nats.connect('devices'), {
      definitions: (_, type) => counterDefinitions('devices', type),
    });
    const refused: unknown = await definitions.append([foreign]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Error);
    expect(refused).not.toBeInstanceOf(AppendUnknown);
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

  it('given an older store with another commit at the same place, then a tail that waits there notices', async () => {
    const { nc, log, close } = await emptyLog();
    for (let n = 0; n < 3; n++) await log.append([addCommit(`a${n}`, 0)]);
    const jsm = await jetstreamManager(admin);
    const { config } = await jsm.streams.info(logNames.log);
    const { signal } = new AbortController();
    const reading = (async () => {
      for await (const _ of log.tail({ subjects: ['evt.>'], after: 3, signal })) return;
    })();
    const consumers = async () => (await jsm.streams.info(logNames.log)).state.consumer_count;
    await expect.poll(consumers).toBe(1);
    const other = new Promise((resolve) => void reading.catch(resolve));
    await jsm.streams.delete(logNames.log);
    await jsm.streams.add(config);
    const writer = await nats.connect('devices');
    const again = await JetStreamEventLog.open(writer, { definitions: counterDefinitions });
    for (let n = 0; n < 4; n++) await again.append([addCommit(`b${n}`, 0)]);
    expect(await other).toBeInstanceOf(LogChanged);
    expect(nc.isClosed()).toBe(false);
    await writer.close();
    await close();
  });
});
