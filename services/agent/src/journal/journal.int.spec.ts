import { cpSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EntryKey, Journal, type JournalOptions, type JournalTrouble } from './journal';

const ample = { entries: 1000, bytes: 1 << 20 };
const never = AbortSignal.timeout(600_000);

let root: string;
let folders: number;
let troubles: JournalTrouble[];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-journal-'));
  folders = 0;
  troubles = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const newFolder = (): string => join(root, String(folders++));
const open = (options: Partial<JournalOptions> = {}): Promise<Journal> =>
  Journal.open({
    folder: options.folder ?? newFolder(),
    maxBytes: 1 << 24,
    maxAgeMs: 1e15,
    onTrouble: (trouble) => troubles.push(trouble),
    ...options,
  });
const keyOf = ({ journal, seq }: EntryKey): string => `${journal}/${seq}`;
const valueOf = (json: Buffer): unknown => (JSON.parse(json.toString()) as { value: unknown }).value;
const seqsOf = (batch: { entries: readonly { seq: number }[] } | undefined): number[] =>
  batch?.entries.map(({ seq }) => seq) ?? [];
const segmentsIn = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.seg')).sort();

/** What a crash leaves: the folder as it is now. With `torn`, some bytes that never became an entry at its end. */
async function crash(folder: string, torn?: Buffer): Promise<string> {
  const copy = newFolder();
  cpSync(folder, copy, { recursive: true });
  const last = (await segmentsIn(copy)).at(-1);
  if (torn !== undefined && last !== undefined) await writeFile(join(copy, last), torn, { flag: 'a' });
  return copy;
}

describe('the journal', () => {
  it('gives entries in order and forgets them when they are acknowledged', async () => {
    const journal = await open();
    const keys = await Promise.all([1, 2, 3].map((value) => journal.append('inference', value, { value })));
    expect(keys.map((key) => key?.seq)).toEqual([1, 2, 3]);
    const batch = await journal.take({ entries: 2, bytes: 1000 });
    expect(
      batch?.entries.map(({ kind, at, json }) => [kind, at, JSON.parse(json.toString()) as unknown]),
    ).toEqual([
      ['inference', 1, { seq: 1, value: 1 }],
      ['inference', 2, { seq: 2, value: 2 }],
    ]);
    journal.acknowledge([1, 2]);
    expect(journal.stats()).toMatchObject({ entries: 1, dropped: 0, oldestAt: 3 });
    await journal.close();
  });

  it('goes on where it was after a stop, under a new journal id', async () => {
    const folder = newFolder();
    const first = await open({ folder });
    await first.append('inference', 1, { value: 'a' });
    await first.append('failure', 2, { value: 'b' });
    await first.take({ entries: 1, bytes: 1000 });
    first.acknowledge([1]);
    await first.close();
    const second = await open({ folder });
    const key = await second.append('inference', 3, { value: 'c' });
    const old = await second.take(ample);
    const fresh = await second.take(ample);
    expect([old?.journal, seqsOf(old), old?.entries[0]?.kind]).toEqual([first.id, [2], 'failure']);
    expect([fresh?.journal, seqsOf(fresh), key]).toEqual([second.id, [3], { journal: second.id, seq: 3 }]);
    await second.close();
  });

  it('cuts a torn tail, says so once, and keeps every whole entry', async () => {
    const folder = newFolder();
    const journal = await open({ folder });
    for (const value of [1, 2, 3]) await journal.append('inference', value, { value });
    const copy = await crash(folder, Buffer.from([40, 0, 0, 0, 1, 2, 3]));
    await journal.close();
    const after = await open({ folder: copy });
    expect(troubles).toEqual([
      { type: 'journal.torn', message: expect.stringContaining('7 bytes') as string },
    ]);
    expect(seqsOf(await after.take(ample))).toEqual([1, 2, 3]);
    await after.close();
    troubles = [];
    await (await open({ folder: copy })).close();
    expect(troubles).toEqual([]);
  });

  it('loses only the torn entry when the last one is cut in the middle', async () => {
    const folder = newFolder();
    const journal = await open({ folder });
    for (const value of [1, 2, 3]) await journal.append('inference', value, { value });
    const copy = await crash(folder);
    await journal.close();
    const file = join(copy, (await segmentsIn(copy))[0] ?? '');
    await truncate(file, (await stat(file)).size - 3);
    const after = await open({ folder: copy });
    const key = await after.append('inference', 4, { value: 4 });
    expect(seqsOf(await after.take(ample))).toEqual([1, 2]);
    expect(key).toEqual({ journal: after.id, seq: 3 });
    expect(after.id).not.toBe(journal.id);
    await after.close();
  });

  it('drops the oldest beyond its bytes, counts them, and frees the disk', async () => {
    const folder = newFolder();
    const journal = await open({ folder, maxBytes: 16 * 1024 });
    for (let value = 0; value < 400; value++)
      await journal.append('inference', value, { value, pad: 'x'.repeat(80) });
    const { entries, dropped } = journal.stats();
    const sizes = await Promise.all(
      (await segmentsIn(folder)).map(async (name) => (await stat(join(folder, name))).size),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(17 * 1024);
    expect(entries + dropped).toBe(400);
    expect(entries).toBeGreaterThan(100);
    expect(seqsOf(await journal.take({ entries: 1, bytes: 1 }))).toEqual([dropped + 1]);
    expect(troubles.every(({ type }) => type === 'journal.full')).toBe(true);
    await journal.close();
    const again = await open({ folder, maxBytes: 16 * 1024 });
    expect(again.stats()).toMatchObject({ entries, dropped });
    await again.close();
  });

  it('drops what is older than its age', async () => {
    let now = 1_800_000_000_000;
    const clocks = { wall: () => now, steady: () => now };
    const folder = newFolder();
    const journal = await open({ folder, maxAgeMs: 80_000, clocks });
    await journal.append('inference', now, { value: 'old' });
    now += 11_000;
    await journal.append('inference', now, { value: 'later' });
    now += 81_000;
    await journal.append('inference', now, { value: 'new' });
    expect(journal.stats()).toMatchObject({ entries: 1, dropped: 2, oldestAt: now });
    await journal.close();
    now += 81_000;
    const later = await open({ folder, maxAgeMs: 80_000, clocks });
    expect(later.stats()).toMatchObject({ entries: 0, dropped: 3 });
    await later.close();
  });

  it('keeps what was written before a wrong clock was put right', async () => {
    let wall = 1_000;
    const journal = await open({ maxAgeMs: 80_000, clocks: { wall: () => wall, steady: () => 0 } });
    await journal.append('inference', wall, { value: 'before' });
    wall = 1_800_000_000_000;
    await journal.append('inference', wall, { value: 'after' });
    expect(journal.stats()).toMatchObject({ entries: 2, dropped: 0 });
    await journal.close();
  });

  it('keeps what was written before the clock was set, over a restart too', async () => {
    let wall = 1_000;
    const folder = newFolder();
    const options = { folder, maxAgeMs: 80_000, clocks: { wall: () => wall, steady: () => 0 } };
    const journal = await open(options);
    await journal.append('inference', wall, { value: 'before' });
    await journal.close();
    wall = 1_800_000_000_000;
    const again = await open(options);
    expect(again.stats()).toMatchObject({ entries: 1, dropped: 0 });
    await again.close();
  });

  it('frees the space of what was delivered', async () => {
    const folder = newFolder();
    const journal = await open({ folder, maxBytes: 16 * 1024 });
    for (let round = 0; round < 50; round++) {
      await journal.append('inference', round, { value: round, pad: 'x'.repeat(400) });
      journal.acknowledge(seqsOf(await journal.take(ample)));
    }
    expect(journal.stats()).toMatchObject({ entries: 0, bytes: 0, dropped: 0, oldestAt: undefined });
    await journal.close();
    expect((await segmentsIn(folder)).length).toBeLessThan(3);
  });

  it('refuses an entry that is too large, and counts it', async () => {
    const journal = await open();
    expect(await journal.append('inference', 1, { value: 'x'.repeat(300_000) })).toBeUndefined();
    expect(journal.stats()).toMatchObject({ entries: 0, dropped: 1 });
    await journal.close();
  });

  it('wakes its reader', async () => {
    const journal = await open();
    const woken = journal.readable(never);
    await journal.append('inference', 1, { value: 1 });
    await woken;
    const stop = new AbortController();
    await journal.take(ample);
    const waiting = journal.readable(stop.signal);
    stop.abort();
    await expect(waiting).rejects.toThrow();
    await journal.close();
  });

  it('counts entries of a file that has vanished or rotted', async () => {
    const folder = newFolder();
    const limits = { folder, maxBytes: 16 * 1024 };
    const journal = await open(limits);
    for (let value = 0; value < 100; value++)
      await journal.append('inference', value, { value, pad: 'x'.repeat(80) });
    await journal.close();
    const [first, second, third] = await segmentsIn(folder);
    await rm(join(folder, second ?? ''));
    const lost = Number(third?.slice(0, 16)) - Number(second?.slice(0, 16));
    const after = await open(limits);
    const delivered: number[] = [];
    for (let batch = await after.take(ample); batch !== undefined; batch = await after.take(ample)) {
      delivered.push(...seqsOf(batch));
      after.acknowledge(seqsOf(batch));
    }
    expect(first).toBeDefined();
    expect(after.stats()).toMatchObject({ entries: 0, dropped: lost });
    expect(delivered.length + lost).toBe(100);
    await after.close();
  });

  it('survives a disk that refuses to write: counts, and goes on when it can', async () => {
    const folder = newFolder();
    const journal = await open({ folder });
    const empty = await crash(folder);
    await rm(folder, { recursive: true });
    expect(await journal.append('inference', 1, { value: 1 })).toBeUndefined();
    expect(troubles).toEqual([
      { type: 'journal.write-failed', message: expect.stringContaining('ENOENT') as string },
    ]);
    expect(journal.stats()).toMatchObject({ entries: 0, dropped: 1 });
    await cp(empty, folder, { recursive: true });
    expect(await journal.append('inference', 2, { value: 2 })).toEqual({ journal: journal.id, seq: 1 });
    await journal.close();
  });
});

type Step =
  | { readonly do: 'append' | 'deliver'; readonly count: number; readonly keep: number }
  | { readonly do: 'release' | 'restart' | 'lose-acks' }
  | { readonly do: 'crash'; readonly unawaited: number; readonly torn: Uint8Array };

const count = fc.integer({ min: 1, max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('append' as const), count, keep: count }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('deliver' as const), count, keep: fc.nat(30) }) },
  fc.record({ do: fc.constantFrom('release' as const, 'restart' as const, 'lose-acks' as const) }),
  fc.record({
    do: fc.constant('crash' as const),
    unawaited: fc.nat(5),
    torn: fc.uint8Array({ maxLength: 20 }),
  }),
);

/** Drives a journal and keeps what the other side has seen: an entry under a key must always be the same. */
class World {
  readonly received = new Map<string, unknown>();
  readonly promised = new Map<string, number>();
  crashes = 0;
  private value = 0;
  private lastTaken = 0;

  private constructor(
    private readonly limits: Partial<JournalOptions>,
    private folder: string,
    public journal: Journal,
  ) {}

  static async create(maxBytes: number): Promise<World> {
    const folder = newFolder();
    return new World({ maxBytes }, folder, await open({ maxBytes, folder }));
  }

  async run(steps: readonly Step[]): Promise<void> {
    for (const each of steps) await this.step(each);
    this.journal.release();
    this.lastTaken = 0;
    while (await this.deliver(1000, 1000));
  }

  private step(each: Step): Promise<unknown> | void {
    switch (each.do) {
      case 'append':
        return Promise.all(Array.from({ length: each.count }, () => this.append()));
      case 'deliver':
        return this.deliver(each.count, each.keep);
      case 'release':
      case 'lose-acks':
        this.lastTaken = 0;
        return this.journal.release();
      case 'restart':
        return this.restart(async () => this.folder);
      case 'crash':
        for (let n = 0; n < each.unawaited; n++) void this.append();
        this.crashes++;
        return this.restart(() => crash(this.folder, Buffer.from(each.torn)));
    }
  }

  private async append(): Promise<void> {
    const value = this.value++;
    const life = this.crashes;
    const key = await this.journal.append('inference', value, { value, pad: 'y'.repeat(value % 120) });
    if (key !== undefined && life === this.crashes) this.promised.set(keyOf(key), value);
  }

  /** Takes a batch; the other side receives all of it, and the acknowledgement of the first `keep` comes back. */
  private async deliver(entries: number, keep: number): Promise<boolean> {
    const batch = await this.journal.take({ entries, bytes: 1 << 20 });
    if (batch === undefined) return false;
    for (const { seq, json } of batch.entries) {
      const key = keyOf({ journal: batch.journal, seq });
      expect(seq, 'handed out twice or out of order').toBeGreaterThan(this.lastTaken);
      expect(this.received.get(key) ?? valueOf(json), 'another result under a known key').toBe(valueOf(json));
      this.lastTaken = seq;
      this.received.set(key, valueOf(json));
    }
    this.journal.acknowledge(seqsOf(batch).slice(0, keep));
    return true;
  }

  private async restart(folderAfter: () => Promise<string>): Promise<void> {
    const folder = await folderAfter();
    const before = this.journal;
    if (folder === this.folder) await before.close();
    this.journal = await open({ ...this.limits, folder });
    if (folder !== this.folder) await before.close();
    this.folder = folder;
    this.lastTaken = 0;
  }
}

describe('any sequence of appends, deliveries, lost acknowledgements, restarts and crashes', () => {
  const missing = ({ promised, received }: World): string[] =>
    [...promised].filter(([key, value]) => received.get(key) !== value).map(([key]) => key);

  it('delivers every entry that was promised, once per key, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const world = await World.create(1 << 24);
        await world.run(steps);
        const { dropped } = world.journal.stats();
        await world.journal.close();
        expect(missing(world)).toEqual([]);
        expect(dropped).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('with a limit, loses nothing that it does not count', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const world = await World.create(2048);
        await world.run(steps);
        const { dropped, entries } = world.journal.stats();
        await world.journal.close();
        expect(entries).toBe(0);
        if (world.crashes === 0) expect(missing(world).length).toBeLessThanOrEqual(dropped);
        expect(missing(world).length).toBeLessThanOrEqual(dropped);
      }),
      { numRuns: 60 },
    );
  });
});
