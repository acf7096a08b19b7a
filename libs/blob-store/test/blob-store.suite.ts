import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { DomainError } from '@tutti/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BlobStore, type ByteRange, graceMs, maxVerifiedBytes } from '../src/index';

export interface StoreUnderTest {
  readonly store: BlobStore;
  /** The same bytes through another process of the service. */
  readonly replica: BlobStore;
  /** How many files or messages there are, of whatever kind. */
  readonly traces: () => Promise<number>;
  readonly close: () => Promise<void>;
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const maxBytes = 64 * 1024 * 1024;
const mebibyte = 1024 * 1024;

export async function* inChunks(bytes: Uint8Array, size = 65_536): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* cutAfter(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield* inChunks(bytes);
  throw new Error('connection lost');
}

export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof DomainError ? error.code : String(error);
};

/** Numbers that are the same in every run (a linear congruential generator, Numerical Recipes). */
const dice = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const lasting = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

/** What every blob store does. */
export const blobStoreSuite = (name: string, make: () => Promise<StoreUnderTest>): void => {
  describe(name, () => {
    let under: StoreUnderTest;
    let store: BlobStore;
    let replica: BlobStore;
    beforeAll(async () => {
      under = await make();
      ({ store, replica } = under);
    });
    afterAll(() => under.close());

    const put = async (bytes: Uint8Array, by = store) =>
      (await by.put('devices', bytes, { maxBytes })).sha256;
    const get = async (sha256: string, range?: ByteRange, by = replica) => {
      const opened = await by.open('devices', sha256, range);
      return opened && (await buffer(opened.stream));
    };
    const sweep = (days: number, wanted: readonly string[] = [], by = store) =>
      by.sweep('devices', { now: new Date(Date.now() + days * graceMs), referenced: async () => wanted });
    const all = async (): Promise<readonly string[]> =>
      (await Array.fromAsync(store.list('devices'))).map(({ sha256 }) => sha256);
    /** Nothing is refused without leaving everything as it was. */
    const refused = async (work: () => Promise<unknown>): Promise<string> => {
      const before = await under.traces();
      const code = await codeOf(work());
      expect(await under.traces()).toBe(before);
      return code;
    };

    describe('put and open', () => {
      test.each([0, 1, 20_000, 3 * mebibyte + 17, 20 * mebibyte])(
        '%i bytes come back as they were',
        async (size) => {
          const bytes = randomBytes(size);
          const announced = { sha256: digestOf(bytes), size, maxBytes: size };
          const stored = await store.put('devices', inChunks(bytes), announced);
          expect(stored).toEqual({ sha256: digestOf(bytes), size });
          expect((await get(stored.sha256))?.equals(bytes)).toBe(true);
          expect(await replica.stat('devices', stored.sha256)).toEqual(stored);
          expect(await all()).toContain(stored.sha256);
        },
      );

      test('the same bytes, many times at once, are one blob', async () => {
        const bytes = randomBytes(1000);
        const puts = Array.from({ length: 20 }, (_, n) => put(bytes, n % 2 === 0 ? store : replica));
        expect(new Set(await Promise.all(puts))).toEqual(new Set([digestOf(bytes)]));
        expect((await all()).filter((one) => one === digestOf(bytes))).toHaveLength(1);
        expect((await get(digestOf(bytes)))?.equals(bytes)).toBe(true);
        const before = await under.traces();
        await put(bytes);
        expect(await under.traces()).toBe(before);
      });

      test('ranges, of small blobs and of those in many parts', async () => {
        const roll = dice(1);
        for (const size of [10, 9 * mebibyte + 5]) {
          const bytes = randomBytes(size);
          const sha256 = await put(bytes);
          const random = Array.from({ length: 20 }, () => {
            const offset = Math.floor(roll() * size);
            return { offset, length: Math.floor(roll() * (size - offset)) };
          });
          const edges = [
            { offset: 0, length: 1 },
            { offset: size - 1 },
            { offset: size },
            { offset: 1, length: size },
          ];
          for (const range of [...random, ...edges]) {
            const end = Math.min(size, range.offset + (range.length ?? size));
            expect((await get(sha256, range))?.equals(bytes.subarray(range.offset, end))).toBe(true);
          }
          const opened = await store.open('devices', sha256, { offset: 3, length: size });
          expect(opened).toMatchObject({ size, range: { offset: 3, length: size - 3 } });
          opened?.stream.destroy();
          for (const range of [
            { offset: size + 1 },
            { offset: -1 },
            { offset: 0, length: -1 },
            { offset: 0.5 },
          ])
            expect(await codeOf(store.open('devices', sha256, range))).toBe('blob.range-invalid');
        }
      });

      test('whoever stops reading in the middle disturbs nobody', async () => {
        const bytes = randomBytes(9 * mebibyte);
        const sha256 = await put(bytes);
        const opened = await store.open('devices', sha256);
        for await (const _ of opened?.stream ?? []) break;
        expect((await get(sha256))?.equals(bytes)).toBe(true);
      });

      test('what is not there is undefined', async () => {
        const none = digestOf(Buffer.from('none'));
        expect(await store.open('devices', none)).toBeUndefined();
        expect(await store.stat('devices', none)).toBeUndefined();
        expect(await store.touch('devices', none)).toBe(false);
      });
    });

    describe('refusals leave nothing behind', () => {
      const bytes = randomBytes(3 * mebibyte);
      const other = digestOf(Buffer.from('other'));
      test.each([
        ['one byte too many', 'blob.too-large', { maxBytes: bytes.length - 1 }],
        ['another digest than announced', 'blob.digest-mismatch', { maxBytes, sha256: other }],
        ['fewer bytes than announced', 'blob.size-mismatch', { maxBytes, size: bytes.length + 1 }],
      ])('%s', async (_, code, options) => {
        expect(await refused(() => store.put('devices', inChunks(bytes), options))).toBe(code);
        expect(await store.stat('devices', digestOf(bytes))).toBeUndefined();
      });

      test('a stream that is cut', async () => {
        expect(await refused(() => store.put('devices', cutAfter(bytes), { maxBytes }))).toContain(
          'connection lost',
        );
      });

      test.each([
        ['../devices', other],
        ['', other],
        ['Devices', other],
        ['devices', '../../etc/passwd'],
        ['devices', other.toUpperCase()],
      ])('namespace %j with digest %j', async (namespace, sha256) => {
        expect(await codeOf((async () => store.open(namespace, sha256))())).toBe('blob.name-invalid');
      });
    });

    describe('sweep', () => {
      test('condemns what nothing refers to, deletes it a grace later, and keeps the rest', async () => {
        await sweep(0);
        await sweep(1.1);
        const [wanted, lost, again] = await Promise.all(
          ['wanted', 'lost', 'again'].map((text) => put(Buffer.from(text))),
        );
        if (!wanted || !lost || !again) throw new Error('unreachable');
        expect(await sweep(10, [wanted])).toEqual({ condemned: 2, deleted: 0, expired: 0 });
        expect((await store.stat('devices', lost))?.condemnedAt).toBeInstanceOf(Date);
        expect((await get(lost))?.toString()).toBe('lost');
        expect(await sweep(10.9, [wanted])).toEqual({ condemned: 0, deleted: 0, expired: 0 });
        expect(await sweep(10.9, [wanted, again])).toEqual({ condemned: 0, deleted: 0, expired: 0 });
        expect(await store.stat('devices', again)).toEqual({ sha256: again, size: 5 });
        const before = await under.traces();
        expect(await sweep(11.1, [wanted, again])).toEqual({ condemned: 0, deleted: 1, expired: 0 });
        expect(await under.traces()).toBeLessThan(before);
        expect(await store.stat('devices', lost)).toBeUndefined();
        expect(new Set(await all())).toEqual(new Set([wanted, again]));
      });

      test.each(['touch', 'put'] as const)('a %s takes the sentence back', async (how) => {
        const bytes = Buffer.from(`wanted again by ${how}`);
        const sha256 = await put(bytes);
        const condemn = await sweep(20);
        expect(condemn.condemned).toBeGreaterThan(0);
        if (how === 'touch') expect(await replica.touch('devices', sha256)).toBe(true);
        else await put(bytes, replica);
        expect(await store.stat('devices', sha256)).toEqual({ sha256, size: bytes.length });
        await sweep(21.5);
        expect((await get(sha256))?.equals(bytes)).toBe(true);
      });

      test('large and small blobs go whole', async () => {
        const before = (await sweep(40), await sweep(42), await under.traces());
        await put(randomBytes(9 * mebibyte));
        await put(randomBytes(9));
        await sweep(50);
        expect((await sweep(52)).deleted).toBe(2);
        expect(await under.traces()).toBe(before);
        expect(await all()).toEqual([]);
      });

      test('asks for 500 digests at most, each once', async () => {
        const digests = await Promise.all(
          Array.from({ length: 700 }, (_, n) => put(Buffer.from(`many ${n}`))),
        );
        const asked: string[] = [];
        await store.sweep('devices', {
          now: new Date(),
          referenced: async (some) => {
            expect(some.length).toBeLessThanOrEqual(500);
            asked.push(...some);
            return some;
          },
        });
        expect(new Set(asked).size).toBe(asked.length);
        expect(new Set(asked)).toEqual(new Set(digests));
      });
    });

    describe('a sweep that races', () => {
      /**
       * Each round two sweepers meet blobs whose grace is over while they are put or touched. Whoever was told that a blob
       * is there must find it, whole, and nothing else may be left of those that went.
       */
      test('with uploads and with another sweep: what was acknowledged is there', async () => {
        const roll = dice(7);
        const contents = Array.from({ length: 8 }, (_, n) => randomBytes(n === 0 ? 2 * mebibyte : 10 + n));
        const digests = contents.map(digestOf);
        const rounds = 40;
        let span = 0;
        /** How late, at most; it finds by itself where both sides win now and then. */
        let reach = 8;
        let kept = 0;
        let gone = 0;
        for (let round = 0; round < rounds; round++) {
          const day = 100 + round * 10;
          await Promise.all(contents.map((bytes) => put(bytes)));
          await sweep(day);
          span = await lasting(() => sweep(day));
          const saved = new Set<string>();
          const save = async (bytes: Uint8Array, n: number): Promise<void> => {
            await delay(roll() * reach * span);
            const by = n % 2 === 0 ? store : replica;
            const sha256 = digestOf(bytes);
            if (n % 4 < 2) saved.add(await put(bytes, by));
            else if (await by.touch('devices', sha256)) saved.add(sha256);
          };
          const savers = contents.slice(0, 6).map(save);
          const sweepers = [store, replica].map(async (by) => {
            await delay(roll() * 0.5 * span);
            return sweep(day + 2, [], by);
          });
          await Promise.all([...savers, ...sweepers]);
          for (const [n, sha256] of digests.entries()) {
            const found = await get(sha256);
            if (saved.has(sha256))
              expect(found?.equals(contents[n] ?? Buffer.of()), `round ${round}, blob ${n}`).toBe(true);
            else expect(found, `round ${round}, blob ${n}`).toBeUndefined();
          }
          kept += saved.size;
          gone += digests.length - saved.size;
          reach *= saved.size === 6 ? 1.5 : saved.size === 4 ? 1 / 1.5 : 1;
        }
        // Both outcomes came about, else nothing raced.
        expect(kept).toBeGreaterThan(rounds * 3);
        expect(gone).toBeGreaterThan(rounds * 2.25);
        const empty = (await sweep(2000), await sweep(2002), await under.traces());
        expect(await all()).toEqual([]);
        await sweep(2010);
        expect(await under.traces()).toBe(empty);
      }, 120_000);
    });

    describe('uploads', () => {
      const begin = (bytes: Uint8Array, extra: { sha256?: string } = {}) =>
        store.uploads.begin('devices', {
          owner: 'user:a',
          size: bytes.length,
          metadata: { filename: 'a' },
          ...extra,
        });
      const append = (
        id: string,
        offset: number,
        content: Uint8Array | AsyncIterable<Uint8Array>,
        by = store,
      ) => by.uploads.append('devices', id, { offset, content });

      test('come in pieces through any replica, and become a blob', async () => {
        const bytes = randomBytes(21 * mebibyte + 3);
        const { id } = await begin(bytes, { sha256: digestOf(bytes) });
        const cuts = [0, 100, 100, 9 * mebibyte, 9 * mebibyte + 1, bytes.length];
        for (const [n, from] of cuts.slice(0, -1).entries()) {
          const to = cuts[n + 1] ?? 0;
          const state = await append(
            id,
            from,
            inChunks(bytes.subarray(from, to)),
            n % 2 === 0 ? store : replica,
          );
          expect(state).toMatchObject({ id, owner: 'user:a', size: bytes.length, offset: to });
        }
        expect(await replica.uploads.state('devices', id)).toMatchObject({
          offset: bytes.length,
          metadata: { filename: 'a' },
        });
        const blob = { sha256: digestOf(bytes), size: bytes.length };
        expect(await replica.uploads.finish('devices', id)).toEqual(blob);
        expect(await store.uploads.finish('devices', id)).toEqual(blob);
        expect(await store.uploads.state('devices', id)).toMatchObject({ offset: bytes.length, blob });
        expect((await get(blob.sha256))?.equals(bytes)).toBe(true);
        const middle = { offset: 8 * mebibyte - 5, length: 2 * mebibyte };
        const part = bytes.subarray(middle.offset, middle.offset + middle.length);
        expect((await get(blob.sha256, middle))?.equals(part)).toBe(true);
        await store.uploads.abandon('devices', id);
        expect(await store.uploads.state('devices', id)).toBeUndefined();
        expect(await store.stat('devices', blob.sha256)).toEqual(blob);
      });

      test.each([0, 1, 5 * mebibyte])('%i bytes in one go', async (size) => {
        const bytes = randomBytes(size);
        const { id } = await begin(bytes);
        if (size > 0) await append(id, 0, bytes);
        expect(await store.uploads.finish('devices', id)).toEqual({ sha256: digestOf(bytes), size });
        expect((await get(digestOf(bytes)))?.equals(bytes)).toBe(true);
      });

      test('keep what came before a cut, and go on behind it', async () => {
        const bytes = randomBytes(10 * mebibyte);
        const { id } = await begin(bytes);
        expect(await codeOf(append(id, 0, cutAfter(bytes.subarray(0, 9 * mebibyte))))).toContain(
          'connection lost',
        );
        const state = await replica.uploads.state('devices', id);
        expect(state?.offset).toBe(9 * mebibyte);
        expect(await codeOf(store.uploads.finish('devices', id))).toBe('upload.incomplete');
        await append(id, 9 * mebibyte, bytes.subarray(9 * mebibyte), replica);
        expect((await store.uploads.finish('devices', id)).sha256).toBe(digestOf(bytes));
      });

      test('survive the process that they came through; should it only have slept, it is refused', async () => {
        const bytes = randomBytes(12 * mebibyte);
        const { id } = await begin(bytes);
        let wake = (): void => undefined;
        async function* asleep(): AsyncIterable<Uint8Array> {
          yield* inChunks(bytes.subarray(0, 9 * mebibyte));
          await new Promise<void>((resolve) => (wake = resolve));
          yield* inChunks(bytes.subarray(9 * mebibyte));
        }
        const sleeper = codeOf(append(id, 0, asleep()));
        const offset = async () => (await replica.uploads.state('devices', id))?.offset ?? 0;
        await expect.poll(offset).toBeGreaterThanOrEqual(8 * mebibyte);
        // The sleeper's last piece may be on its way: whoever goes on asks again where.
        const goOn = async (): Promise<number> => {
          const from = await offset();
          await append(id, from, inChunks(bytes.subarray(from)), replica).catch(() => undefined);
          return offset();
        };
        await expect.poll(goOn).toBe(bytes.length);
        wake();
        expect(await sleeper).toBe('upload.offset-conflict');
        expect((await replica.uploads.finish('devices', id)).sha256).toBe(digestOf(bytes));
        expect((await get(digestOf(bytes)))?.equals(bytes)).toBe(true);
      });

      test('go on at their offset and nowhere else, by one at a time', async () => {
        const bytes = randomBytes(3000);
        const { id } = await begin(bytes);
        expect(await codeOf(append(id, 5, bytes))).toBe('upload.offset-conflict');
        const racers = Array.from({ length: 8 }, (_, n) =>
          append(id, 0, bytes.subarray(0, 1000), n % 2 ? store : replica),
        );
        const came = await Promise.allSettled(racers);
        expect(came.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const one of came)
          if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'upload.offset-conflict' });
        expect(await codeOf(append(id, 0, bytes))).toBe('upload.offset-conflict');
        expect(await codeOf(append(id, 1000, randomBytes(2001)))).toBe('blob.too-large');
        await append(id, 1000, bytes.subarray(1000));
        expect((await store.uploads.finish('devices', id)).sha256).toBe(digestOf(bytes));
        expect(await codeOf(append(id, 3000, Buffer.of(1)))).toBe('upload.offset-conflict');
      });

      test('keep verified bytes whole or not at all', async () => {
        const bytes = randomBytes(2 * mebibyte);
        const { id } = await begin(bytes);
        const verified = (sha256: string, content: Uint8Array | AsyncIterable<Uint8Array>) =>
          store.uploads.append('devices', id, { offset: 0, content, sha256 });
        expect(await refused(() => verified(digestOf(Buffer.of(1)), bytes))).toBe('blob.digest-mismatch');
        expect(await refused(() => verified(digestOf(bytes), cutAfter(bytes)))).toContain('connection lost');
        const large = randomBytes(maxVerifiedBytes + 1);
        expect(await refused(() => verified(digestOf(large), large))).toBe('blob.too-large');
        expect((await store.uploads.state('devices', id))?.offset).toBe(0);
        expect((await verified(digestOf(bytes), inChunks(bytes))).offset).toBe(bytes.length);
      });

      test('with another digest than announced are gone', async () => {
        const bytes = randomBytes(100);
        expect(
          await refused(async () => {
            const { id } = await begin(bytes, { sha256: digestOf(Buffer.of(1)) });
            await append(id, 0, bytes);
            await store.uploads.finish('devices', id).finally(async () => {
              expect(await store.uploads.state('devices', id)).toBeUndefined();
            });
          }),
        ).toBe('blob.digest-mismatch');
        expect(await store.stat('devices', digestOf(bytes))).toBeUndefined();
      });

      test('of bytes that are known already become the same blob, condemned or not', async () => {
        const bytes = randomBytes(10 * mebibyte);
        await put(bytes);
        await sweep(3000);
        const { id } = await begin(bytes);
        await append(id, 0, inChunks(bytes));
        await store.uploads.finish('devices', id);
        expect(await store.stat('devices', digestOf(bytes))).toEqual({
          sha256: digestOf(bytes),
          size: bytes.length,
        });
        expect((await get(digestOf(bytes)))?.equals(bytes)).toBe(true);
      });

      test('finished by two at once are one blob', async () => {
        for (let round = 0; round < 10; round++) {
          const bytes = randomBytes(round % 2 ? 10 : 9 * mebibyte);
          const { id } = await begin(bytes);
          await append(id, 0, inChunks(bytes));
          const both = [store, replica].map((by) => by.uploads.finish('devices', id));
          expect((await Promise.all(both)).map(({ sha256 }) => sha256)).toEqual([
            digestOf(bytes),
            digestOf(bytes),
          ]);
          expect((await get(digestOf(bytes)))?.equals(bytes)).toBe(true);
        }
      });

      test('that nobody continues expire, with their bytes; finished ones leave their blob', async () => {
        await sweep(4000);
        await sweep(4002);
        const before = await under.traces();
        const [open, done] = [randomBytes(9 * mebibyte), randomBytes(10)];
        const left = await begin(open);
        await append(left.id, 0, inChunks(open.subarray(0, open.length - 1)));
        const finished = await begin(done);
        await append(finished.id, 0, done);
        await store.uploads.finish('devices', finished.id);
        expect((await sweep(0.5, [digestOf(done)])).expired).toBe(0);
        expect((await sweep(1.5, [digestOf(done)])).expired).toBe(2);
        for (const { id } of [left, finished])
          expect(await store.uploads.state('devices', id)).toBeUndefined();
        expect(await codeOf(append(left.id, open.length - 1, open.subarray(-1)))).toBe('upload.not-found');
        expect((await get(digestOf(done)))?.equals(done)).toBe(true);
        await sweep(5000);
        await sweep(5002);
        expect(await under.traces()).toBe(before);
      });

      test('abandoned while somebody continues or finishes them leave nothing, or a whole blob', async () => {
        const outcomes = new Set<string>();
        let span = 0;
        for (let round = 0; round < 31; round++) {
          const bytes = randomBytes(10 + round);
          const { id } = await begin(bytes);
          await append(id, 0, bytes);
          const finishing = codeOf(store.uploads.finish('devices', id));
          if (round === 0) span = await lasting(() => finishing);
          await delay((round / 15) * span);
          await replica.uploads.abandon('devices', id);
          const code = await finishing;
          expect(['undefined', 'upload.not-found']).toContain(code);
          outcomes.add(code);
          if (code === 'undefined') expect((await get(digestOf(bytes)))?.equals(bytes)).toBe(true);
          expect(await store.uploads.state('devices', id)).toBeUndefined();
        }
        expect(outcomes).toContain('undefined');
      });

      test.each(['', '../x', 'x'.repeat(36)])('%j is no upload', async (id) => {
        expect(await store.uploads.state('devices', id)).toBeUndefined();
        expect(await codeOf(append(id, 0, Buffer.of(1)))).toBe('upload.not-found');
        await store.uploads.abandon('devices', id);
      });
    });
  });
};
