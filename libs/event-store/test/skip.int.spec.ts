import { jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { eventDefinition } from '@tutti/contracts/catalogue';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Aggregates, CorruptCommit, JetStreamEventLog, MemorySnapshotStore, skipCommit } from '../src/index';
import { counter, counterDefinitions } from '../src/testing';

let nats: TestNats;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.stop());

const definitions = (context: string, type: string) =>
  counterDefinitions(context, type) ?? eventDefinition(context, type);
const open = async (user: 'devices' | 'identity') =>
  JetStreamEventLog.open(await nats.connect(user), { definitions });

const broken = JSON.stringify([
  { type: 'tutti.devices.Added', dataschema: 'urn:tutti:devices:Added:1', data: { amount: 'x' } },
]);

/** Good, broken, good: each of one aggregate. */
const damaged = async (id: string) => {
  const log = await open('devices');
  const aggregates = new Aggregates(log, new MemorySnapshotStore(), { definitions });
  await aggregates.handle(counter, id, { type: 'Open', limit: 10 });
  const ours = headers();
  ours.set('Tutti-Commit-Id', `broken-${id}`);
  const js = (await jetstreamManager(await nats.connectAdmin())).jetstream();
  const { seq } = await js.publish(`evt.devices.counter.${id}`, broken, { headers: ours });
  return { log, position: seq, subject: `evt.devices.counter.${id}` };
};

const request = (position: number, context = 'devices') => ({
  ...{ context, position, reason: 'a test broke it', time: new Date() },
  metadata: { authId: 'user:eve' },
});

const tailed = async (log: JetStreamEventLog, until: number): Promise<number[]> => {
  const seen: number[] = [];
  const { signal } = new AbortController();
  for await (const { commits } of log.tail({ subjects: ['evt.>'], after: until - 2, signal })) {
    seen.push(...commits.map(({ position }) => position));
    if ((seen.at(-1) ?? 0) >= until) break;
  }
  return seen;
};

describe('A commit that cannot be read', () => {
  it('is passed over by everybody once its own service said so, and that stands in the log', async () => {
    const { log, position, subject } = await damaged('a');
    const reader = await open('identity');
    await expect(tailed(reader, position)).rejects.toThrow(CorruptCommit);
    const written = await skipCommit(log, request(position));
    expect(await tailed(reader, written)).toContain(position);
    expect((await reader.commitAt(position))?.events).toEqual([]);
    expect((await reader.commitAt(position))?.id).toBe('broken-a');
    const [said] = (await reader.commitAt(written))?.events ?? [];
    expect(said?.event).toEqual({
      type: 'CommitSkipped',
      data: { position, subject, reason: 'a test broke it' },
    });
    expect(said?.metadata.authId).toBe('user:eve');
    expect(await skipCommit(log, request(position))).toBe(written);
  });

  it('makes its aggregate usable again', async () => {
    const { log, position } = await damaged('b');
    const fresh = new Aggregates(log, new MemorySnapshotStore(), { definitions });
    const add = () => fresh.handle(counter, 'b', { type: 'Add', amounts: [3] });
    await expect(add()).rejects.toThrow(CorruptCommit);
    await skipCommit(log, request(position));
    expect((await add()).state).toMatchObject({ sum: 3 });
  });

  it('is not passed over by the word of another service', async () => {
    const { position } = await damaged('c');
    const other = await open('identity');
    await expect(skipCommit(other, request(position, 'identity'))).rejects.toMatchObject({
      code: 'commit.of-another-service',
    });
    await expect(other.commitAt(position)).rejects.toThrow(CorruptCommit);
  });
});

it('A commit that can be read is not passed over, nor one that is not there', async () => {
  const { log, position } = await damaged('d');
  await expect(skipCommit(log, request(position - 1))).rejects.toMatchObject({ code: 'commit.readable' });
  await expect(skipCommit(log, request(9999))).rejects.toMatchObject({ code: 'commit.not-found' });
});
