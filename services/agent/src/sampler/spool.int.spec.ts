import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameAbout } from '@tutti/contracts/devices';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Frame, FrameName } from './frame-file';
import { Spool, type SpoolOptions } from './spool';

let folder: string;
let steady: number;
let dropped: number;
const begun = Date.now();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-spool-'));
  [steady, dropped] = [1e9, 0];
});
afterEach(() => rm(folder, { recursive: true }));

const open = (changes: Partial<SpoolOptions> = {}): Promise<Spool> =>
  Spool.open({
    folder,
    maxBytes: 1e6,
    maxAgeMs: 1000,
    onDropped: (count) => (dropped += count),
    steady: () => steady,
    ...changes,
  });

const model = { name: 'm', version: 'v1.0', digest: 'a'.repeat(64), task: 'classification' } as const;
const frame = (seq: number, size = 1000): Frame => {
  const bytes = Buffer.alloc(size, seq);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const result = {
    seq,
    at: '2026-03-01T00:00:00.000Z',
    model,
    label: 'a',
    score: 0.5,
    probabilities: {},
    boxes: [],
    latencyMs: 1,
    inputFile: `${seq}.png`,
  };
  const about: FrameAbout = {
    journal: 'j',
    sha256,
    size,
    type: 'image/png',
    result,
    reasons: ['threshold'],
    auditShare: 0,
  };
  return { about, bytes };
};
const put = async (
  spool: Spool,
  seq: number,
  { size = 1000, ...changes }: Partial<FrameName> & { size?: number } = {},
): Promise<boolean> => {
  const content = frame(seq, size);
  const { sha256 } = content.about;
  const name = { at: begun + seq, audit: false, uncertainty: 0.5, sha256, ...changes };
  const place = await spool.placeFor(name, content);
  await place?.write();
  return place !== undefined;
};
const waiting = async (spool: Spool): Promise<(number | undefined)[]> =>
  Promise.all(spool.list().map(async (each) => (await spool.read(each))?.about.result.seq));

describe('the spool of chosen pictures', () => {
  it('gives back what was put, oldest first, also after a restart', async () => {
    const spool = await open();
    await put(spool, 2);
    await put(spool, 1);
    const again = await open();
    expect(again.stats).toEqual(spool.stats);
    expect(await waiting(again)).toEqual([1, 2]);
    const [first] = again.list();
    expect(first && (await again.read(first))).toEqual(frame(1));
    await again.remove(first?.name ?? '');
    expect(await waiting(await open())).toEqual([2]);
    expect(dropped).toBe(0);
  });

  it('knows nothing of a picture that a power cut left half written', async () => {
    await writeFile(join(folder, `${'0'.repeat(16)}-d0500-${'a'.repeat(64)}.frame.new`), 'half');
    await writeFile(
      join(folder, `${String(Date.now()).padStart(16, '0')}-d0500-${'b'.repeat(64)}.frame`),
      'cut',
    );
    const spool = await open();
    const [cut] = spool.list();
    expect(cut && (await spool.read(cut))).toBeUndefined();
    expect(await readdir(folder)).toEqual([]);
    expect([dropped, spool.stats]).toEqual([1, { waiting: 0, bytes: 0 }]);
  });

  it('when it is full the least doubtful goes first, then the oldest; the audited last', async () => {
    const spool = await open({ maxBytes: 4 * 1500 });
    await put(spool, 1, { uncertainty: 0.2 });
    await put(spool, 2, { uncertainty: 0, audit: true });
    await put(spool, 3, { uncertainty: 0.1 });
    await put(spool, 4, { uncertainty: 0.2 });
    expect(await put(spool, 5, { uncertainty: 0.3 })).toBe(true);
    expect(await waiting(spool)).toEqual([1, 2, 4, 5]);
    expect(await put(spool, 6, { uncertainty: 0.3 })).toBe(true);
    expect(await waiting(spool)).toEqual([2, 4, 5, 6]);
    expect(await put(spool, 7, { uncertainty: 0.1 })).toBe(false);
    for (const seq of [8, 9, 10]) expect(await put(spool, seq, { audit: true })).toBe(true);
    expect(await waiting(spool)).toEqual([2, 8, 9, 10]);
    expect(await put(spool, 11, { uncertainty: 1 })).toBe(false);
    expect(await put(spool, 12, { audit: true })).toBe(true);
    expect(await waiting(spool)).toEqual([8, 9, 10, 12]);
    expect(await put(spool, 13, { audit: true, size: 6000 })).toBe(false);
    expect(dropped).toBe(6);
  });

  it('gives up none for a large one that does not get its place after all', async () => {
    const spool = await open({ maxBytes: 4 * 1500 });
    await put(spool, 1, { uncertainty: 0.1 });
    await put(spool, 2, { uncertainty: 0.5 });
    await put(spool, 3, { uncertainty: 0.6 });
    expect(await put(spool, 4, { uncertainty: 0.4, size: 4000 })).toBe(false);
    expect(await waiting(spool)).toEqual([1, 2, 3]);
    expect(dropped).toBe(0);
  });

  it('forgets what is too old, counted from when it was put, whatever the clock says meanwhile', async () => {
    const spool = await open();
    await put(spool, 1);
    steady += 900;
    await put(spool, 2, { at: 0 });
    steady += 200;
    await spool.tidy();
    expect(await waiting(spool)).toEqual([2]);
    expect(dropped).toBe(1);
    // Whether it is old cannot be known where the clock stood at 1970.
    expect((await open()).stats.waiting).toBe(1);
    await put(spool, 3, { at: begun - 5000 });
    expect(await waiting(await open())).toEqual([2]);
  });
});
