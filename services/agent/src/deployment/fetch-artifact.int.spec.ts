import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledProgram } from '@tutti/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ArtifactPeer,
  cutAfter,
  type Mischief,
  refuse,
  silentAfter,
  wellBehaved,
} from '../testing/artifact-peer';
import { sha256 } from '../testing/device-signatures';
import type { FetchOrder } from '../testing/fetch-program';
import { artifactClientOf, modelOf } from '../testing/fetching';
import { until } from '../testing/until';
import { type FetchOptions, type Fetched, fetchArtifact } from './fetch-artifact';

const size = 300_000;
const bytes = Buffer.from(Array.from({ length: size }, (_, at) => (at * at + (at >> 7)) % 251));
const digest = sha256(bytes);

let folder: string;
let peer: ArtifactPeer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-fetch-'));
  peer = await ArtifactPeer.start(bytes);
});
afterEach(async () => {
  await peer.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Given extends Partial<Omit<FetchOptions, 'model'>> {
  readonly stallMs?: number;
  readonly announced?: number;
}

const fetching = ({ stallMs, announced = size, ...given }: Given = {}): Promise<Fetched> =>
  fetchArtifact({
    access: artifactClientOf(peer.url, stallMs),
    model: modelOf({ digest, bytes: announced }),
    folder,
    freeBytes: () => Promise.resolve(1_000_000),
    onProgress: () => undefined,
    signal: new AbortController().signal,
    pauses: [1, 10],
    ...given,
  });
/** Whoever stands in front of the platform and knows no answer of its own. */
const proxySays =
  (status: number): Mischief =>
  ({ response }) =>
    void response.writeHead(status, { 'content-type': 'text/html' }).end(`<h1>${status}</h1>`);
const part = (): string => join(folder, `${digest}.part`);
const files = (): Promise<string[]> => readdir(folder);
const partSize = async (): Promise<number> => (await stat(part()).catch(() => undefined))?.size ?? 0;

describe('a model on its way to the device', () => {
  it('comes whole, into its place, for its owner only', async () => {
    const fetched = await fetching();
    expect(fetched).toMatchObject({ path: join(folder, `${digest}.onnx`), bytes: size, resumes: 0 });
    expect((await readFile(fetched.path)).equals(bytes)).toBe(true);
    expect((await stat(fetched.path)).mode & 0o777).toBe(0o600);
    expect(await files()).toEqual([`${digest}.onnx`]);
  });

  it('is not fetched again when it is there, unless it has changed since', async () => {
    const { path } = await fetching();
    expect(await fetching()).toMatchObject({ path, resumes: 0 });
    expect(peer.ranges).toHaveLength(1);
    await writeFile(path, bytes.subarray(1));
    await fetching();
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('goes on where the line was cut, and asks for nothing again that it has', async () => {
    peer.mischief.push(cutAfter(100_000), cutAfter(0), cutAfter(50_000), refuse(503, 'log.unavailable'));
    expect(await fetching()).toMatchObject({ bytes: size, resumes: 3 });
    const [whole, first, same, second, last] = peer.ranges.map((range) => Number(range?.slice(6, -1) ?? 0));
    expect([whole, same, last]).toEqual([0, first, second]);
    // What was still on its way through the program when the line was cut is lost.
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first ?? NaN);
    expect(second).toBeLessThanOrEqual(150_000);
  });

  it('goes on after a line that is dead, and says nothing', async () => {
    peer.mischief.push(silentAfter(100_000), silentAfter(0));
    expect(await fetching({ stallMs: 100 })).toMatchObject({ resumes: 2 });
  });

  it('goes on where a process was killed (kill -9)', async () => {
    const program = await bundledProgram('services/agent/src/testing/fetch-program.ts');
    const order: FetchOrder = { url: peer.url, folder, artifact: peer.artifact };
    const run = () =>
      spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
    for (const at of [100_000, 200_000]) {
      peer.mischief.push(silentAfter(100_000));
      const child = run();
      await until(`${at} bytes`, async () => (await partSize()) === at);
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
    let said = '';
    for await (const chunk of run().stdout) said += String(chunk);
    expect(JSON.parse(said)).toMatchObject({ bytes: size, resumes: 1 });
    expect(peer.ranges).toEqual([undefined, 'bytes=100000-', 'bytes=200000-']);
    expect((await readFile(join(folder, `${digest}.onnx`))).equals(bytes)).toBe(true);
  }, 60_000);

  it('ends when it is told to, and keeps what has come', async () => {
    peer.mischief.push(silentAfter(100_000));
    const controller = new AbortController();
    const given = fetching({ signal: controller.signal });
    await until('some have come', async () => (await partSize()) === 100_000);
    controller.abort(new Error('superseded'));
    await expect(given).rejects.toThrow('superseded');
    expect(await fetching()).toMatchObject({ resumes: 1 });
  });

  it('says now and then how much has come, at most every two seconds', async () => {
    let now = 0;
    const told: (readonly [at: number, bytes: number])[] = [];
    await fetching({ steady: () => (now += 700), onProgress: (count) => told.push([now, count]) });
    expect(told.length).toBeGreaterThan(0);
    for (const [index, [at, count]] of told.entries()) {
      const [before, least] = told[index - 1] ?? [0, 0];
      expect(at - before).toBeGreaterThanOrEqual(2000);
      expect(count).toBeGreaterThan(least);
    }
  });

  it('leaves nothing of those that were given up', async () => {
    await writeFile(join(folder, `${'b'.repeat(64)}.part`), 'old');
    await fetching();
    expect(await files()).toEqual([`${digest}.onnx`]);
  });
});

describe('a ticket', () => {
  it('that ends midway is replaced by another', async () => {
    peer.mischief.push(cutAfter(100_000), refuse(401, 'model.ticket-invalid'));
    expect(await fetching()).toMatchObject({ resumes: 1 });
    expect(peer.tickets).toHaveLength(2);
  });

  it('that is about to end is not used', async () => {
    peer.ticketLifeMs = 1000;
    peer.mischief.push(cutAfter(100_000));
    await fetching();
    expect(peer.tickets).toHaveLength(2);
  });

  it('is asked for again where the platform is away, or does not know the device yet', async () => {
    peer.refusals.push(refuse(503, 'log.unavailable'), refuse(404, 'deployment.not-found'));
    peer.refusals.push(refuse(401, 'device.token-invalid'));
    await fetching();
    expect(peer.tickets).toHaveLength(1);
  });

  it('that is refused for good ends the attempt', async () => {
    for (const [status, code] of [
      [403, 'deployment.not-yours'],
      [409, 'deployment.closed'],
    ] as const) {
      peer.refusals.push(refuse(status, code));
      await expect(fetching()).rejects.toMatchObject({ code: 'artifact.refused' });
    }
  });

  it('of a deployment that the platform does not know is asked for a few times and not for ever', async () => {
    const unknown = refuse(404, 'deployment.not-found');
    peer.refusals.push(...Array.from({ length: 6 }, () => unknown));
    await expect(fetching()).rejects.toMatchObject({ code: 'artifact.refused' });
    expect([peer.refusals, peer.tickets]).toEqual([[], []]);
  });

  it('goes nowhere but to the platform', async () => {
    const controller = new AbortController();
    peer.refusals.push(({ response }) => {
      const expiresAt = new Date(Date.now() + 900_000).toISOString();
      const elsewhere = { artifactPath: 'https://elsewhere/m', bundlePath: '/', ticket: 't', expiresAt };
      response.end(JSON.stringify(elsewhere), () => controller.abort(new Error('enough')));
    });
    await expect(fetching({ signal: controller.signal })).rejects.toThrow('enough');
    expect(peer.ranges).toEqual([]);
  });
});

describe('a server that', () => {
  it('sends the whole when it was asked for the rest', async () => {
    const whole: Mischief = (asked) => wellBehaved({ ...asked, from: 0 });
    peer.mischief.push(cutAfter(100_000), whole);
    expect(await fetching()).toMatchObject({ resumes: 0 });
  });

  it('has other bytes by now sends them whole; they are not the model', async () => {
    const other = Buffer.from(bytes).fill(0, 200_000);
    peer.mischief.push(cutAfter(100_000), ({ response }) => void response.end(other));
    await expect(fetching()).rejects.toMatchObject({ code: 'digest.wrong' });
    expect(await files()).toEqual([]);
  });

  it('sends another part than it was asked for begins anew', async () => {
    const head = { 'content-length': '10', 'content-range': `bytes 5-14/${size}` };
    peer.mischief.push(cutAfter(100_000), ({ response }) =>
      response.writeHead(206, head).end(bytes.subarray(5, 15)),
    );
    await fetching();
    expect(peer.ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]/), undefined]);
  });

  it('knows no such part begins anew', async () => {
    peer.mischief.push(cutAfter(100_000), refuse(416, 'http.416', { 'content-range': 'bytes */5' }));
    await fetching();
    expect(peer.ranges).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]/), undefined]);
  });

  it.each<[string, Mischief]>([
    ['says that there are more bytes', ({ response }) => response.end(Buffer.concat([bytes, bytes]))],
    ['says that there are fewer', ({ response }) => response.end(bytes.subarray(1))],
    [
      'sends more than it says',
      ({ response }) => {
        response.write(bytes);
        response.end('and more');
      },
    ],
  ])('%s is not waited for', async (_, mischief) => {
    peer.mischief.push(mischief);
    await expect(fetching()).rejects.toMatchObject({ code: 'size.wrong' });
    expect(await files()).toEqual([]);
  });

  it('ends early without a word is asked for the rest', async () => {
    peer.mischief.push(({ response }) => {
      response.write(bytes.subarray(0, 100_000));
      response.end();
    });
    expect(await fetching()).toMatchObject({ resumes: 1 });
  });

  it.each([404, 410])('has it no more (%i) is told to the platform', async (status) => {
    peer.mischief.push(cutAfter(100_000), refuse(status, 'model.artifact-gone'));
    await expect(fetching()).rejects.toMatchObject({ code: 'artifact.gone' });
    expect(await files()).toEqual([]);
  });

  it.each([403, 404, 409, 410])('is not there (a proxy says %i) is asked again', async (status) => {
    peer.refusals.push(proxySays(status), proxySays(status));
    peer.mischief.push(proxySays(status), cutAfter(100_000), proxySays(status));
    expect(await fetching()).toMatchObject({ bytes: size, resumes: 1 });
  });

  it('is busy is asked again', async () => {
    const later = { 'retry-after': '0.01' };
    peer.mischief.push(refuse(503, 'log.unavailable', later), refuse(429, 'request.rate-limited', later));
    await fetching();
    expect(peer.ranges).toHaveLength(3);
  });
});

describe('what is on the disk', () => {
  it('and cannot be right is not built upon', async () => {
    await writeFile(part(), Buffer.concat([bytes, bytes]));
    expect(await fetching()).toMatchObject({ resumes: 0 });
  });

  it('and has holes, as after a power cut, is fetched once more', async () => {
    await writeFile(part(), Buffer.from(bytes.subarray(0, 200_000)).fill(0, 150_000));
    expect(await fetching()).toMatchObject({ resumes: 1 });
    expect(peer.ranges).toEqual(['bytes=200000-', undefined]);
  });

  it('and is whole needs the server no more', async () => {
    await writeFile(part(), bytes);
    expect(await fetching()).toMatchObject({ bytes: size, resumes: 0 });
    expect(peer.ranges).toEqual([]);
  });

  it('leaves too little room is told before a byte is fetched', async () => {
    const freeBytes = (): Promise<number> => Promise.resolve(size - 1);
    await expect(fetching({ freeBytes })).rejects.toMatchObject({ code: 'disk.full' });
    expect([peer.ranges, await files()]).toEqual([[], []]);
    await writeFile(part(), bytes.subarray(0, 100_000));
    expect(await fetching({ freeBytes })).toMatchObject({ resumes: 1 });
  });

  it('cannot be written to is told as such', async () => {
    await writeFile(join(folder, 'file'), '');
    const given = fetching({ folder: join(folder, 'file') });
    await expect(given).rejects.toMatchObject({ code: 'disk.failed' });
  });
});
