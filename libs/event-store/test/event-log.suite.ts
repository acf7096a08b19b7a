import { setImmediate } from 'node:timers/promises';
import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Commit } from '@tutti/kernel';
import { AppendConflict, subjectOf, type EventLog, type NewCommit } from '../src/port';

export interface LogUnderTest {
  readonly log: EventLog;
  readonly close: () => Promise<void>;
}

const newId = (): string => uuid().replaceAll('-', '');

export const addCommit = (id: string, expected: number, amount = 1): NewCommit => ({
  id: uuid(),
  context: 'devices',
  aggregate: 'counter',
  aggregateId: id,
  expected,
  commandId: `command-${uuid()}`,
  time: new Date(),
  metadata: { authId: 'user:1', correlationId: 'c1' },
  events: [{ event: { type: 'Added', data: { amount } }, aggregateVersion: 1 }],
});

const collect = async (
  log: EventLog,
  subjects: string[],
  after: number,
  count: number,
): Promise<Commit[]> => {
  const stop = new AbortController();
  const seen: Commit[] = [];
  for await (const batch of log.tail({ subjects, after, signal: stop.signal })) {
    seen.push(...batch.commits);
    if (seen.length >= count) break;
  }
  stop.abort();
  return seen;
};

/** What every adapter of the port must do, whatever it stands on. */
export const eventLogSuite = (name: string, open: () => Promise<LogUnderTest>): void => {
  describe(`event log: ${name}`, () => {
    let under: LogUnderTest;
    let log: EventLog;
    beforeEach(async () => {
      under = await open();
      log = under.log;
    });
    afterEach(() => under.close());

    it('given nothing, when a commit is appended, then it can be read as it was written', async () => {
      const id = newId();
      const commit = addCommit(id, 0, 7);
      const [position] = await log.append([commit]);
      const [read] = await log.loadConfirmed(subjectOf('devices', 'counter', id), 0);
      expect(read).toMatchObject({ id: commit.id, position, commandId: commit.commandId });
      expect(read?.events[0]).toMatchObject({
        id: `${commit.id}.0`,
        context: 'devices',
        aggregate: 'counter',
        aggregateId: id,
        aggregateVersion: 1,
        time: commit.time,
        event: { type: 'Added', data: { amount: 7 } },
        metadata: commit.metadata,
        position,
      });
    });

    it('given a wrong expectation, when appending, then it is a conflict and nothing is written', async () => {
      const id = newId();
      const [position = 0] = await log.append([addCommit(id, 0)]);
      await expect(log.append([addCommit(id, 0)])).rejects.toThrow(AppendConflict);
      await expect(log.append([addCommit(id, position + 5)])).rejects.toThrow(AppendConflict);
      expect(await log.loadConfirmed(subjectOf('devices', 'counter', id), 0)).toHaveLength(1);
    });

    it('given fifty writers of one subject at once, then exactly one wins', async () => {
      const id = newId();
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, () => log.append([addCommit(id, 0)])),
      );
      expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
      expect(await log.loadConfirmed(subjectOf('devices', 'counter', id), 0)).toHaveLength(1);
    });

    it('given several subjects in one append, then all are written or none', async () => {
      const [a, b] = [newId(), newId()];
      const positions = await log.append([addCommit(a, 0), addCommit(b, 0)]);
      expect(positions).toHaveLength(2);
      expect((await log.loadConfirmed(subjectOf('devices', 'counter', b), 0))[0]?.position).toBe(
        positions[1],
      );
      const c = newId();
      await expect(log.append([addCommit(c, 0), addCommit(a, 0)])).rejects.toThrow(AppendConflict);
      expect(await log.loadConfirmed(subjectOf('devices', 'counter', c), 0)).toEqual([]);
    });

    it('reads one subject after a position, confirmed, in order', async () => {
      const id = newId();
      const subject = subjectOf('devices', 'counter', id);
      const positions: number[] = [];
      for (let n = 0; n < 5; n++)
        positions.push(...(await log.append([addCommit(id, positions.at(-1) ?? 0)])));
      const later = await log.loadConfirmed(subject, positions[1] ?? 0);
      expect(later.map((commit) => commit.position)).toEqual(positions.slice(2));
      expect(await log.lastPosition([subject])).toBe(positions[4]);
      expect(await log.lastPosition(['evt.devices.nothing.*'])).toBe(0);
      expect((await log.commitAt(positions[2] ?? 0))?.position).toBe(positions[2]);
      expect(await log.commitAt((positions[4] ?? 0) + 1000)).toBeUndefined();
    });

    it('pages through history', async () => {
      const ids = Array.from({ length: 7 }, newId);
      for (const id of ids) await log.append([addCommit(id, 0)]);
      const seen: string[] = [];
      for (let after = 0; ;) {
        const page = await log.page({ subjects: ['evt.devices.counter.*'], after, limit: 3 });
        seen.push(...page.map((commit) => commit.events[0]?.aggregateId ?? ''));
        const last = page.at(-1);
        if (!last) break;
        after = last.position;
      }
      expect(seen).toEqual(ids);
    });

    it('tails history, then what comes, without a gap or a repeat', async () => {
      const ids = Array.from({ length: 20 }, newId);
      for (const id of ids.slice(0, 10)) await log.append([addCommit(id, 0)]);
      const seen = collect(log, ['evt.devices.>'], 0, 20);
      for (const id of ids.slice(10)) await log.append([addCommit(id, 0)]);
      expect((await seen).map((commit) => commit.events[0]?.aggregateId)).toEqual(ids);
    });

    it('tails from a position, filtered, and ends with its signal', async () => {
      const [position = 0] = await log.append([addCommit(newId(), 0)]);
      const id = newId();
      await log.append([addCommit(id, 0)]);
      const seen = await collect(log, [subjectOf('devices', 'counter', id)], position, 1);
      expect(seen.map((commit) => commit.events[0]?.aggregateId)).toEqual([id]);
      const stop = new AbortController();
      const ended = (async () => {
        for await (const batch of log.tail({ subjects: ['evt.none.>'], after: 0, signal: stop.signal }))
          return batch;
        return 'ended';
      })();
      stop.abort();
      expect(await ended).toBe('ended');
    });

    it('pages through overlapping filters without a repeat', async () => {
      for (const id of Array.from({ length: 5 }, newId)) await log.append([addCommit(id, 0)]);
      const subjects = ['evt.>', 'evt.devices.>', 'evt.*.counter.*'];
      const page = await log.page({ subjects, after: 0, limit: 4 });
      expect(page.map((commit) => commit.position)).toEqual([1, 2, 3, 4]);
    });

    it('pages through several filters while others write, without a gap', async () => {
      const [a, b] = [newId(), newId()];
      const subjects = [a, b].map((id) => subjectOf('devices', 'counter', id));
      const writing = (async () => {
        const last = new Map<string, number>();
        for (let n = 0; n < 60; n++) {
          const id = n % 2 ? a : b;
          const [position = 0] = await log.append([addCommit(id, last.get(id) ?? 0)]);
          last.set(id, position);
        }
      })();
      const seen: number[] = [];
      while (seen.length < 60) {
        const page = await log.page({ subjects, after: seen.at(-1) ?? 0, limit: 10 });
        seen.push(...page.map((commit) => commit.position));
        expect(seen).toEqual(seen.map((_, n) => n + 1));
        await setImmediate();
      }
      await writing;
    });

    it('tails overlapping filters without a repeat', async () => {
      const ids = Array.from({ length: 3 }, newId);
      for (const id of ids) await log.append([addCommit(id, 0)]);
      const seen = await collect(log, ['evt.*.counter.>', 'evt.devices.*.*', 'evt.*.counter.*'], 0, 3);
      expect(seen.map((commit) => commit.position)).toEqual([1, 2, 3]);
    });

    it('gives nothing more once its signal is aborted', async () => {
      for (const id of Array.from({ length: 6 }, newId)) await log.append([addCommit(id, 0)]);
      const stop = new AbortController();
      const seen: number[] = [];
      for await (const batch of log.tail({
        subjects: ['evt.>'],
        after: 0,
        signal: stop.signal,
        maxBatch: 2,
      })) {
        seen.push(...batch.commits.map((commit) => commit.position));
        stop.abort();
      }
      expect(seen).toEqual([1, 2]);
    });

    it('says how many more match, and that it has caught up', async () => {
      for (const id of Array.from({ length: 5 }, newId)) await log.append([addCommit(id, 0)]);
      const stop = new AbortController();
      const pending: number[] = [];
      for await (const batch of log.tail({
        subjects: ['evt.>'],
        after: 0,
        signal: stop.signal,
        maxBatch: 2,
      })) {
        pending.push(batch.pending);
        if (batch.pending === 0) break;
      }
      expect(pending).toEqual([3, 1, 0]);
    });

    it('gives whoever read slowly what came meanwhile together', async () => {
      const ids = Array.from({ length: 40 }, newId);
      const stop = new AbortController();
      await log.append([addCommit(newId(), 0)]);
      let batches = 0;
      for await (const { commits } of log.tail({ subjects: ['evt.>'], after: 0, signal: stop.signal })) {
        if (++batches === 1) for (const id of ids) await log.append([addCommit(id, 0)]);
        if (commits.at(-1)?.position === 1 + ids.length) break;
      }
      // Each was the newest of the log when it was sent. The last ones may be under way still.
      expect(batches).toBeLessThan(10);
    });

    it('finds the position of a time', async () => {
      const before = new Date(Date.now() - 60_000);
      const [position = 0] = await log.append([addCommit(newId(), 0)]);
      expect(await log.positionAt(before)).toBe(0);
      expect(await log.positionAt(new Date(Date.now() + 60_000))).toBe(position);
    });
  });
};
