import type { LoggedEvent } from '@tutti/contracts/summary';
import { startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { devicesOf, inferencesOf, password, signIn, type Client } from './client';
import { kill } from './kill';

/** Writers that go on whatever is killed, and what they were told. */
const load = (client: Client) => {
  const acknowledged: string[] = [];
  let going = true;
  const write = async (lane: number): Promise<void> => {
    for (let n = 0; going; n++) {
      const token = { ttlSeconds: 3600, maxUses: 1, autoAccept: false, note: `${lane}-${n}` };
      const answer = await client.send('POST', 'enrolment-tokens', token).catch(() => undefined);
      if (answer?.status === 201) acknowledged.push(((await answer.json()) as { id: string }).id);
      else await answer?.body?.cancel();
    }
  };
  const writers = Array.from({ length: 3 }, (_, lane) => write(lane));
  const stop = async (): Promise<void> => {
    going = false;
    await Promise.all(writers);
  };
  return { acknowledged, stop };
};

const allEvents = async (client: Client, type: string): Promise<LoggedEvent[]> => {
  const events: LoggedEvent[] = [];
  for (let after = 0; ;) {
    const { items } = await client.get<{ items: LoggedEvent[] }>(`events?after=${after}&limit=500`);
    const last = items.at(-1);
    if (!last) return events.filter((event) => event.type === `tutti.devices.${type}`);
    events.push(...items);
    after = last.position;
  }
};

describe('kill -9 under load', () => {
  let system: System;
  beforeAll(async () => {
    system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password } });
  });
  afterAll(() => system.dispose());

  it('of nats-server and of the agent: what was acknowledged is in the log once, results are counted once', async () => {
    const client = await signIn(system.url);
    await expect
      .poll(async () => (await inferencesOf(client)).length, { timeout: 20_000 })
      .toBeGreaterThan(2);
    const writers = load(client);
    for (const part of ['nats-server', 'agent/main', 'nats-server']) {
      const before = writers.acknowledged.length;
      await expect.poll(() => writers.acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before + 10);
      await kill(system, part);
    }
    const before = writers.acknowledged.length;
    await expect.poll(() => writers.acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(before + 10);
    await writers.stop();
    const issued = (await allEvents(client, 'EnrolmentTokenIssued')).map((event) =>
      event.subject.split('/').at(-1),
    );
    expect(new Set(issued).size).toBe(issued.length);
    expect(issued).toEqual(expect.arrayContaining(writers.acknowledged));
    await expect
      .poll(async () => (await devicesOf(client)).map(({ connectivity }) => connectivity), {
        timeout: 60_000,
      })
      .toEqual(['online']);
    const results = await inferencesOf(client);
    expect(new Set(results.map(({ id }) => id)).size).toBe(results.length);
    for (const [journal, numbers] of byJournal(results.map(({ id }) => id))) {
      const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
      expect({ journal, missing: highest - lowest + 1 - numbers.length }).toEqual({ journal, missing: 0 });
    }
  });
});

/** Result ids are `<device>.<journal>.<number>`; within a journal no number may be missing. */
const byJournal = (ids: readonly string[]): Map<string, number[]> => {
  const journals = new Map<string, number[]>();
  for (const id of ids) {
    const [, journal = '', number = ''] = id.split('.');
    journals.set(journal, [...(journals.get(journal) ?? []), Number(number)]);
  }
  return journals;
};
