import { v7 as uuid } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Aggregates, part } from '../src/aggregates';
import { AppendConflict, AppendUnknown, subjectOf, type EventLog, type SnapshotStore } from '../src/port';
import { counter, counterDefinitions } from '../src/testing';
import { appendingWith, losingAnswers } from './lossy-log';

export interface StoreUnderTest {
  readonly log: EventLog;
  readonly snapshots: SnapshotStore;
  readonly close: () => Promise<void>;
}

const newId = (): string => uuid().replaceAll('-', '');
const open = (limit: number) => ({ type: 'Open', limit }) as const;
const add = (...amounts: number[]) => ({ type: 'Add', amounts }) as const;

/** The write side over any adapter: what `handle()` promises. */
export const aggregatesSuite = (name: string, openStore: () => Promise<StoreUnderTest>): void => {
  describe(`aggregates: ${name}`, () => {
    let under: StoreUnderTest;
    let aggregates: Aggregates;
    const fresh = (log: EventLog = under.log) =>
      new Aggregates(log, under.snapshots, { definitions: counterDefinitions });
    const commitsOf = (id: string) => under.log.loadConfirmed(subjectOf('devices', 'counter', id), 0);
    beforeEach(async () => {
      under = await openStore();
      aggregates = fresh();
    });
    afterEach(() => under.close());

    it('given an empty aggregate, when commands are handled, then their events are folded', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(10));
      const handled = await aggregates.handle(counter, id, add(2, 3));
      expect(handled).toMatchObject({ version: 3, versionBefore: 1, appended: true, state: { sum: 5 } });
      expect(await fresh().load(counter, id, { confirmed: true })).toMatchObject({
        version: 3,
        state: { sum: 5 },
      });
    });

    it('given a refusal by decide, then the error is thrown and nothing is written', async () => {
      const id = newId();
      await expect(aggregates.handle(counter, id, add(1))).rejects.toMatchObject({
        code: 'counter.not-open',
      });
      expect(await commitsOf(id)).toEqual([]);
    });

    it('given another process wrote first, when a stale writer decides, then it decides again on the truth', async () => {
      const id = newId();
      const other = fresh();
      await aggregates.handle(counter, id, open(10));
      await other.handle(counter, id, add(6));
      await expect(aggregates.handle(counter, id, add(6))).rejects.toMatchObject({ code: 'counter.full' });
      const handled = await aggregates.handle(counter, id, add(4));
      expect(handled.state).toMatchObject({ sum: 10 });
    });

    it('given one that is thought to be new and is not, then it is decided on the truth, and a repeat is known', async () => {
      const id = newId();
      const isNew = true;
      const first = await aggregates.handle(counter, id, open(10), { isNew, commandId: 'one' });
      expect(first).toMatchObject({ version: 1, appended: true });
      for (const all of [aggregates, fresh()]) {
        await expect(all.handle(counter, id, open(10), { isNew, commandId: 'two' })).rejects.toMatchObject({
          code: 'counter.open',
        });
        const again = await all.handle(counter, id, open(10), { isNew, commandId: 'one' });
        expect(again).toMatchObject({ position: first.position, appended: false });
        expect((await all.handle(counter, id, add(1), { isNew })).appended).toBe(true);
      }
      expect(await commitsOf(id)).toHaveLength(3);
    });

    it('given a stale state that would refuse, when the leader knows better, then the refusal is not made', async () => {
      const id = newId();
      await expect(aggregates.handle(counter, id, add(1))).rejects.toMatchObject({
        code: 'counter.not-open',
      });
      await fresh().handle(counter, id, open(10));
      expect((await aggregates.handle(counter, id, add(1))).appended).toBe(true);
    });

    it('given If-Match of an old version, then it is refused; given the newest, then it is taken', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(10));
      await fresh().handle(counter, id, add(1));
      const stale = aggregates.handle(counter, id, add(1), { expectedVersion: 1 });
      await expect(stale).rejects.toMatchObject({ code: 'aggregate.stale-version', params: { actual: 2 } });
      expect((await aggregates.handle(counter, id, add(1), { expectedVersion: 2 })).version).toBe(3);
    });

    it('given If-Match and nothing there, then that is what is said; and nothing is made of an old version', async () => {
      const id = newId();
      const missing = aggregates.handle(counter, id, add(1), { expectedVersion: 1 });
      await expect(missing).rejects.toMatchObject({ code: 'counter.not-open' });
      const made = aggregates.handle(counter, id, open(10), { expectedVersion: 1 });
      await expect(made).rejects.toMatchObject({ code: 'aggregate.stale-version', params: { actual: 0 } });
    });

    it('given a known command id, when it comes again, then it answers with the old position and appends nothing', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(10));
      const first = await aggregates.handle(counter, id, add(4), { commandId: 'k1:a' });
      await aggregates.handle(counter, id, add(1));
      for (const store of [aggregates, fresh()]) {
        const again = await store.handle(counter, id, add(4), { commandId: 'k1:a' });
        expect(again).toMatchObject({ position: first.position, appended: false });
      }
      expect(await commitsOf(id)).toHaveLength(3);
    });

    it('given a known command id that would be refused now, then it is still answered as done', async () => {
      const id = newId();
      const first = await aggregates.handle(counter, id, open(10), { commandId: 'create' });
      const again = await fresh().handle(counter, id, open(10), { commandId: 'create' });
      expect(again.position).toBe(first.position);
    });

    it('given a used Idempotency-Key with another request, then it is refused', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(10), { commandId: 'k2:a' });
      const reused = aggregates.handle(counter, id, add(1), { commandId: 'k2:b' });
      await expect(reused).rejects.toMatchObject({ code: 'request.idempotency-key-reused' });
    });

    it('given a lost acknowledgement with another commit in between, then the command is in the log once', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(100));
      const lossy = fresh(losingAnswers(under.log, 1, () => fresh().handle(counter, id, add(1))));
      const handled = await lossy.handle(counter, id, add(7));
      const sums = (await commitsOf(id)).flatMap((c) => c.events.map((e) => e.event.data));
      expect(sums).toEqual([{ limit: 100 }, { amount: 7 }, { amount: 1 }]);
      expect(handled.position).toBe((await commitsOf(id))[1]?.position);
    });

    it('given a lost acknowledgement of several aggregates, then both are in the log once', async () => {
      const [a, b] = [newId(), newId()];
      const lossy = fresh(losingAnswers(under.log, 2));
      await lossy.handleTogether([part(counter, a, open(1)), part(counter, b, open(2))]);
      expect([await commitsOf(a), await commitsOf(b)].map((commits) => commits.length)).toEqual([1, 1]);
    });

    it('given two aggregates together and one refuses, then neither is written', async () => {
      const [a, b] = [newId(), newId()];
      await aggregates.handle(counter, b, open(2));
      const both = aggregates.handleTogether([part(counter, a, open(1)), part(counter, b, open(2))]);
      await expect(both).rejects.toMatchObject({ code: 'counter.open' });
      expect(await commitsOf(a)).toEqual([]);
    });

    it('given sixteen writers on two processes, then every accepted command is in the log exactly once', async () => {
      const id = newId();
      const other = fresh();
      await aggregates.handle(counter, id, open(1000));
      const tasks = Array.from({ length: 16 }, (_, n) =>
        (n % 2 ? aggregates : other).handle(counter, id, add(n)),
      );
      const handled = await Promise.all(tasks);
      const commits = await commitsOf(id);
      expect(commits.slice(1).map((c) => c.position)).toEqual(
        handled.map((h) => h.position).sort((x, y) => x - y),
      );
      expect((await fresh().load(counter, id, { confirmed: true })).version).toBe(17);
    });

    it('given more than 64 commits, then a snapshot is written and a cold load begins there', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(1000));
      for (let n = 0; n < 70; n++) await aggregates.handle(counter, id, add(1), { commandId: `n${n}` });
      await aggregates.settled();
      const snapshot = await under.snapshots.load(subjectOf('devices', 'counter', id));
      expect(snapshot).toMatchObject({ version: 64, state: { sum: 63 } });
      const cold = await fresh().load(counter, id, { confirmed: true });
      expect(cold).toMatchObject({ version: 71, state: { sum: 70 } });
      const known = await fresh().handle(counter, id, add(1), { commandId: 'n3' });
      expect(known.appended).toBe(false);
    });

    it('given a snapshot of another history or state version, then it is ignored', async () => {
      const id = newId();
      const subject = subjectOf('devices', 'counter', id);
      await aggregates.handle(counter, id, open(5));
      const lie = { version: 9, state: { status: 'open', limit: 99, sum: 9 }, commandIds: [], position: 1 };
      const base = { incarnation: under.log.incarnation, stateVersion: 1, commitId: 'not-the-commit' };
      for (const snapshot of [
        { ...base, ...lie },
        { ...base, ...lie, incarnation: 'other' },
        { ...base, ...lie, stateVersion: 2 },
      ]) {
        await under.snapshots.save(subject, snapshot);
        expect((await fresh().handle(counter, id, add(1))).state).toMatchObject({ limit: 5 });
      }
    });

    it('travels in time by position and by time', async () => {
      const id = newId();
      const first = await aggregates.handle(counter, id, open(10));
      const second = await aggregates.handle(counter, id, add(3));
      await aggregates.handle(counter, id, add(4));
      const at = await aggregates.loadAsOf(counter, id, { position: second.position });
      expect(at).toMatchObject({ version: 2, state: { sum: 3 } });
      expect(await aggregates.loadAsOf(counter, id, { position: first.position - 1 })).toMatchObject({
        version: 0,
      });
      expect(await aggregates.loadAsOf(counter, id, { time: new Date(0) })).toMatchObject({ version: 0 });
      expect(await aggregates.loadAsOf(counter, id, { time: new Date(Date.now() + 1000) })).toMatchObject({
        version: 3,
      });
    });

    it('given an event that its schema forbids, then nothing is written', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(10));
      await expect(aggregates.handle(counter, id, add(Number.NaN))).rejects.toThrow();
      expect(await commitsOf(id)).toHaveLength(1);
    });

    it('given a command of more than 256 KiB, then it is refused', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(10));
      const large = aggregates.handle(counter, id, { type: 'Add', amounts: [1], note: 'x'.repeat(270_000) });
      await expect(large).rejects.toMatchObject({ code: 'aggregate.commit-too-large' });
    });

    it('given several aggregates, when one has nothing to say on a stale state, then all are decided again on the truth', async () => {
      const [a, b] = [newId(), newId()];
      await aggregates.handle(counter, a, open(10));
      await fresh().handle(counter, a, add(3));
      const emptying: typeof counter = {
        ...counter,
        decide: (_command, state) =>
          state.status === 'open' && state.sum !== 0 ? [{ type: 'Added', data: { amount: -state.sum } }] : [],
      };
      await aggregates.handleTogether([part(emptying, a, add()), part(counter, b, open(1))]);
      expect((await fresh().load(counter, a)).state).toMatchObject({ sum: 0 });
    });

    it('given one aggregate twice in one command, then it is refused as a mistake of the caller', async () => {
      const id = newId();
      const twice = aggregates.handleTogether([part(counter, id, open(1)), part(counter, id, open(2))]);
      await expect(twice).rejects.toThrow('twice');
      expect(await commitsOf(id)).toEqual([]);
    });

    it('given an own append still in flight, when the retry conflicts, then the command is not decided a second time', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(100));
      let inFlight: (() => Promise<unknown>) | undefined;
      const slow = appendingWith(under.log, async (commits, append) => {
        if (!inFlight) {
          inFlight = () => append(commits);
          throw new AppendUnknown('no answer yet');
        }
        const landing = inFlight;
        setTimeout(() => void landing().catch(() => undefined), 20);
        throw new AppendConflict('wrong last sequence: another write is in flight');
      });
      await fresh(slow).handle(counter, id, add(7));
      expect(await commitsOf(id)).toHaveLength(2);
    });

    it('given an event that only newer code knows, then the state stays as it is and no snapshot hides the event', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(1000));
      await aggregates.handle(counter, id, add(1));
      const older = new Aggregates(under.log, under.snapshots, {
        definitions: (context, type) => (type === 'Opened' ? counterDefinitions(context, type) : undefined),
      });
      expect(await older.load(counter, id)).toMatchObject({ version: 2, state: { sum: 0 } });
      for (let n = 0; n < 40; n++) await fresh().handle(counter, id, add(1));
      await older.load(counter, id);
      await older.settled();
      expect((await fresh().load(counter, id)).state).toMatchObject({ sum: 41 });
    });

    it('given a snapshot that cannot be read, then the aggregate is loaded without it', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(5));
      const errors: unknown[] = [];
      const options = { definitions: counterDefinitions, onSnapshotError: (e: unknown) => errors.push(e) };
      const broken = { load: () => Promise.reject(new Error('no JSON')), save: () => Promise.resolve() };
      const odd = {
        ...broken,
        load: () => Promise.resolve({ stateVersion: 1, incarnation: under.log.incarnation } as never),
      };
      for (const snapshots of [broken, odd]) {
        const loaded = await new Aggregates(under.log, snapshots, options).load(counter, id);
        expect(loaded.state).toMatchObject({ limit: 5 });
      }
      expect(errors).toHaveLength(2);
    });

    it('shows by default what another process wrote a moment ago', async () => {
      const id = newId();
      await aggregates.handle(counter, id, open(5));
      await fresh().handle(counter, id, add(2));
      expect((await aggregates.load(counter, id)).state).toMatchObject({ sum: 2 });
    });

    it('refuses an id that would be more than one token of a subject', async () => {
      for (const id of ['*', '>', 'a.b', '', 'a b'])
        await expect(aggregates.handle(counter, id, open(5))).rejects.toThrow('cannot be the id');
    });

    it('given writers whose clocks differ, then time travel shows a prefix of the history', async () => {
      const id = newId();
      const at = (time: string) =>
        new Aggregates(under.log, under.snapshots, {
          definitions: counterDefinitions,
          clock: { now: () => new Date(time) },
        });
      await at('2026-01-01T00:00:10Z').handle(counter, id, open(10));
      await at('2026-01-01T00:00:05Z').handle(counter, id, add(3));
      const seen = await aggregates.loadAsOf(counter, id, { time: new Date('2026-01-01T00:00:05Z') });
      expect(seen).toMatchObject({ version: 2, state: { sum: 3 } });
    });
  });
};
