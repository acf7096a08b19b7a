import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { TornCable } from '@tutti/testing';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TuttiApi } from '../identity/api';
import type { Frame } from '../sampler/frame-file';
import { Spool } from '../sampler/spool';
import { PlatformPeer } from '../testing/platform-peer';
import { until } from '../testing/until';
import { FrameUploader } from './frame-uploader';

const deviceId = 'd'.repeat(26);
const model = { name: 'm', version: 'v1.0', digest: 'a'.repeat(64), task: 'classification' } as const;

let folder: string;
let peer: PlatformPeer;
let spool: Spool;
let dropped: number;
let outcomes: string[];
let stop: AbortController;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-frames-'));
  peer = await PlatformPeer.start();
  [dropped, outcomes, stop] = [0, [], new AbortController()];
  spool = await Spool.open({
    folder: join(folder, 'frames'),
    maxBytes: 1e9,
    maxAgeMs: 1e9,
    onDropped: (count) => (dropped += count),
  });
});
afterEach(async () => {
  stop.abort();
  await peer.stop();
  await rm(folder, { recursive: true });
});

const frame = (seq: number, size: number): Frame => {
  const bytes = randomBytes(size);
  const at = new Date(Date.UTC(2026, 10, 1) + seq).toISOString();
  const result = { seq, at, model, label: 'a', score: 0.5, probabilities: {}, boxes: [] };
  return {
    bytes,
    about: {
      journal: 'j',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size,
      type: 'image/png',
      result: { ...result, latencyMs: 1, inputFile: `${seq}.png` },
      reasons: ['threshold'],
      auditShare: 0,
    },
  };
};
const choose = async (...frames: readonly Frame[]): Promise<void> => {
  for (const one of frames) {
    const { sha256, result } = one.about;
    const name = { at: Date.parse(result.at), audit: false, uncertainty: 0.5, sha256 };
    await (await spool.placeFor(name, one))?.write();
  }
};
const send = (url = peer.url): void => {
  const list = outcomes;
  const uploader = new FrameUploader({
    folder,
    api: new TuttiApi(url, createUser()),
    deviceId: async () => deviceId,
    spool,
    onOutcome: (outcome) => list.push(outcome),
    log: pino({ level: 'silent' }),
    pauses: [5, 20],
  });
  void uploader.run(stop.signal);
};
const done = (count: number): Promise<void> =>
  until(`${count} are done with`, () => outcomes.length === count);
const arrived = (): readonly Frame[] => [...peer.frames.frames.values()];
const callsOf = (start: string): number => peer.calls.filter((call) => call.startsWith(start)).length;

describe('chosen pictures', () => {
  it('are sent one by one, the oldest first, and go from the disk then; also those that come later', async () => {
    const [first, second, late] = [frame(1, 1_300_000), frame(2, 1000), frame(3, 2000)];
    await choose(second, first);
    send();
    await done(2);
    await choose(late);
    await done(3);
    expect(arrived()).toEqual([first, second, late]);
    expect(outcomes).toEqual(['sent', 'sent', 'sent']);
    expect(peer.frames.storedBytes).toBe(1_303_000);
    expect(await readdir(join(folder, 'frames'))).toEqual([]);
  });

  it('come over a cable that tears again and again, each byte once where the server had it', async () => {
    const one = frame(1, 4_000_000);
    await choose(one);
    const cable = new TornCable(Number(new URL(peer.url).port), 700_000, 4);
    send(await cable.open());
    await done(1);
    cable.close();
    expect(cable.tears).toBe(4);
    expect(arrived()).toEqual([one]);
    expect(peer.frames.storedBytes).toBe(4_000_000);
    expect(callsOf('POST frame-uploads')).toBe(1);
  });

  it('are one frame where only the answer was lost, and no byte goes twice', async () => {
    const one = frame(1, 10_000);
    await choose(one);
    peer.cut = { path: /^frames$/, times: 1 };
    send();
    await done(1);
    expect(arrived()).toEqual([one]);
    expect(peer.frames.storedBytes).toBe(10_000);
    expect(outcomes).toEqual(['sent']);
  });

  it('wait as long as the server says when it has no room', async () => {
    await choose(frame(1, 1000));
    const refusal = { status: 429, code: 'frame.quota', retryAfter: 1 };
    peer.refusals.push({ path: /^frame-uploads$/, refusal, times: 1 });
    const begun = performance.now();
    send();
    await done(1);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1000);
    expect(callsOf('POST frame-uploads')).toBe(2);
  });

  it('are given up when they are refused for good, and the next one goes', async () => {
    const [bad, good] = [frame(1, 1000), frame(2, 1000)];
    await choose(bad, good);
    const refusal = { status: 422, code: 'frame.picture-invalid' };
    peer.refusals.push({ path: /^frames$/, refusal, times: 1 });
    send();
    await done(2);
    expect(arrived()).toEqual([good]);
    expect([outcomes, dropped]).toEqual([['refused', 'sent'], 1]);
  });

  it.each([
    ['the device is suspended', { status: 401, code: 'device.token-invalid' }],
    ['the server does not know them yet', { status: 404, code: 'request.not-found' }],
    ['the disk of the server is full', { status: 503, code: 'blob.storage-full' }],
    ['the bytes changed on their way', { status: 422, code: 'blob.digest-mismatch' }],
  ])('are kept while %s', async (_, refusal) => {
    const one = frame(1, 1000);
    await choose(one);
    peer.refusals.push({ path: /^frame-uploads/, refusal, times: 4 });
    send();
    await done(1);
    expect(arrived()).toEqual([one]);
    expect(dropped).toBe(0);
  });

  it('whose upload the server forgot, in the middle or at its end, begin anew', async () => {
    const one = frame(1, 1000);
    await choose(one);
    const refusal = { status: 404, code: 'upload.not-found' };
    peer.refusals.push({ path: /^frame-uploads\//, refusal, times: 1 });
    peer.refusals.push({ path: /^frames$/, refusal, times: 1 });
    send();
    await done(1);
    expect(arrived()).toEqual([one]);
    expect(callsOf('POST frame-uploads')).toBe(3);
  });

  it('that are not on disk what they were are given up here', async () => {
    const [broken, whole] = [frame(1, 1000), frame(2, 1000)];
    await choose({ ...broken, bytes: randomBytes(1000) }, whole);
    const [file = ''] = (await readdir(join(folder, 'frames'))).sort();
    send();
    await done(1);
    expect(file).toContain(broken.about.sha256);
    expect(arrived()).toEqual([whole]);
    expect(dropped).toBe(1);
  });
});
