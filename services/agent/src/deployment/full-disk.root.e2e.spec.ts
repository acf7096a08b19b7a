import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ArtifactPeer } from '../testing/artifact-peer';
import { artifactClientOf, modelOf } from '../testing/fetching';
import { type Fetched, fetchArtifact } from './fetch-artifact';

const mebibyte = 1024 * 1024;

let folder: string;
let peer: ArtifactPeer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-full-'));
  mount('size=1m');
  peer = await ArtifactPeer.start(Buffer.alloc(2 * mebibyte, 'model'));
});
afterEach(async () => {
  await peer.stop();
  execFileSync('umount', ['--lazy', folder]);
  await rm(folder, { recursive: true, force: true });
});

const mount = (...options: readonly string[]): void =>
  void execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(), 'tutti-test', folder]);

/** Others take what was free when it was looked at. */
const fetching = (): Promise<Fetched> =>
  fetchArtifact({
    access: artifactClientOf(peer.url),
    model: modelOf(peer.artifact),
    folder,
    freeBytes: () => Promise.resolve(3 * mebibyte),
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });

it('a disk that fills up while a model comes gets its room back, and the platform is told', async () => {
  await expect(fetching()).rejects.toMatchObject({ code: 'disk.full' });
  expect(await readdir(folder)).toEqual([]);
  mount('remount', 'size=4m');
  expect(await fetching()).toMatchObject({ bytes: 2 * mebibyte, resumes: 0 });
});
