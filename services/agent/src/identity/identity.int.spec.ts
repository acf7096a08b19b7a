import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprintOf } from '@tutti/contracts/devices';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlatformPeer, credentialsFor, deviceIdOf } from '../testing/platform-peer';
import { until } from '../testing/until';
import { TuttiApi } from './api';
import { loadDeviceKey } from './device-key';
import { EnrolmentClient } from './enrolment-client';
import { readEnrolment } from './enrolment-store';
import { Identity, type IdentityDelays } from './identity';
import { ServerClock } from './server-clock';

const delays: IdentityDelays = { retry: [5, 20], poll: [5, 20], refused: [20, 20], look: 10 };
const introduction = {
  serial: 'SN-1',
  token: 'secret',
  hardware: { arch: 'x64', cpu: 'test', cores: 2, memoryBytes: 1 },
  os: { name: 'test', release: '1' },
  agentVersion: '0.1.0',
};

let folder: string;
let peer: PlatformPeer;
let running: { stop: AbortController; done: Promise<void> }[];
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-identity-'));
  peer = await PlatformPeer.start();
  running = [];
  lines = [];
});
afterEach(async () => {
  for (const { stop } of running) stop.abort();
  await Promise.all(running.map(({ done }) => done));
  await peer.stop();
  await rm(folder, { recursive: true, force: true });
});

async function start(local: () => number = Date.now): Promise<Identity> {
  const key = await loadDeviceKey(folder);
  const clock = new ServerClock(local);
  const client = new EnrolmentClient(new TuttiApi(peer.url, key, clock), key);
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  const publicKey = key.getPublicKey();
  const options = { folder, url: peer.url, publicKey, client, clock, introduction, log, delays };
  const identity = new Identity(options, await readEnrolment(folder));
  const stop = new AbortController();
  running.push({ stop, done: identity.run(stop.signal) });
  return identity;
}
const soon = (): AbortSignal => AbortSignal.timeout(10_000);
const callsOf = (method: string, path: RegExp): number =>
  peer.calls.filter((call) => call.startsWith(`${method} `) && path.test(call)).length;

describe('enrolment', () => {
  it('proves its key, is accepted and keeps its credentials for the next start', async () => {
    const identity = await start();
    const credentials = await identity.usable(soon());
    expect(credentials.deviceId).toBe(deviceIdOf('SN-1'));
    expect(peer.request).toMatchObject(introduction);
    expect((await stat(join(folder, 'enrolment.json'))).mode & 0o777).toBe(0o600);
    const calls = peer.calls.length;
    expect(await (await start()).usable(soon())).toEqual(credentials);
    expect(peer.calls.length).toBe(calls);
  });

  it('waits for an operator, and says by which key it is recognised', async () => {
    peer.status = 'pending';
    const identity = await start();
    await until('polled', () => callsOf('GET', /enrolments\//) > 2);
    expect(callsOf('POST', /enrolments$/)).toBe(1);
    expect(lines.join()).toContain(fingerprintOf(peer.request?.publicKey ?? ''));
    peer.status = 'accepted';
    await identity.usable(soon());
  });

  it('is told why it was rejected, and may ask again', async () => {
    peer.status = 'rejected';
    peer.reason = 'unknown site';
    const identity = await start();
    await until('asked again', () => callsOf('POST', /enrolments$/) > 1);
    expect(lines.join()).toContain('unknown site');
    peer.status = 'accepted';
    await identity.usable(soon());
  });

  it('survives a server that fails, throttles, or has forgotten it', async () => {
    peer.refusals = [
      { path: /challenges/, refusal: { status: 503, code: 'log.unavailable' }, times: 2 },
      { path: /enrolments$/, refusal: { status: 429, code: 'request.rate-limited' }, times: 2 },
      { path: /enrolments\/[a-z2-7]{26}$/, refusal: { status: 404, code: 'enrolment.not-found' }, times: 1 },
    ];
    peer.status = 'pending';
    const identity = await start();
    await until('asked anew after it was forgotten', () => callsOf('POST', /enrolments$/) === 4);
    peer.status = 'accepted';
    await identity.usable(soon());
  });

  it('signs with the right time although its own clock is years off', async () => {
    const behind = (): number => Date.now() - 5 * 365 * 86_400_000;
    const identity = await start(behind);
    await identity.usable(soon());
    expect(peer.calls.filter((call) => call.endsWith('/credentials'))).toHaveLength(1);
    identity.doubt();
    await identity.usable(soon());
  });

  it('asks for the time when its own clock was set', async () => {
    let set = 0;
    await (await start(() => Date.now() + set)).usable(soon());
    const renewals = (): number => callsOf('POST', /credentials$/) + callsOf('GET', /credentials$/);
    expect(renewals()).toBe(1);
    set = 3_600_000;
    await until('asked', () => renewals() === 2);
  });

  it('tries once more when the first signed request shows how wrong the clock is', async () => {
    const first = await start();
    await first.usable(soon());
    peer.clockOffsetMs = 3_600_000;
    const second = await start();
    second.doubt();
    await second.usable(soon());
    const attempts = peer.calls.filter((call) => call.endsWith('/credentials')).length;
    expect(attempts).toBe(3);
  });

  it('renews in good time, and also with credentials that have expired', async () => {
    peer.issue = async (id) =>
      credentialsFor(id, `jwt-${peer.calls.length}`, 'nats://x', { lifetimeMs: 40, now: peer.now() });
    const identity = await start();
    const first = await identity.usable(soon());
    await until('renewed', () => identity.credentials?.jwt !== first.jwt);
    peer.refusals = [{ path: /credentials/, refusal: { status: 503, code: 'log.unavailable' }, times: 5 }];
    const second = identity.credentials;
    await until('renewed after a silence', () => identity.credentials?.jwt !== second?.jwt);
    expect(Date.parse(second?.expiresAt ?? '')).toBeLessThan(Date.now());
  });

  it('learns with a renewal who signs models, and keeps it for the next start', async () => {
    const older = await start();
    await older.usable(soon());
    expect(older.modelSigners).toEqual([]);
    const signers = ['-----BEGIN PUBLIC KEY-----'];
    peer.issue = async (id) => ({
      ...credentialsFor(id, 'jwt', 'nats://x', { now: peer.now() }),
      modelSigners: signers,
    });
    older.refresh();
    const kept = async () => (await readEnrolment(folder))?.credentials?.modelSigners;
    await until('renewed', async () => (await kept()) !== undefined);
    expect(older.modelSigners).toEqual(signers);
    expect((await start()).modelSigners).toEqual(signers);
  });

  it('keeps quiet while it is suspended and comes back when it is resumed', async () => {
    const identity = await start();
    await identity.usable(soon());
    peer.status = 'suspended';
    identity.doubt();
    await until('noticed', () => identity.standing === 'suspended');
    await expect(identity.usable(AbortSignal.timeout(50))).rejects.toThrow();
    peer.status = 'accepted';
    await identity.usable(soon());
    expect(identity.standing).toBe('accepted');
  });

  it('starts anew for another server', async () => {
    await (await start()).usable(soon());
    const first = peer;
    peer = await PlatformPeer.start();
    await first.stop();
    await (await start()).usable(soon());
    expect(peer.request?.serial).toBe('SN-1');
    expect((await readEnrolment(folder))?.url).toBe(peer.url);
  });
});
