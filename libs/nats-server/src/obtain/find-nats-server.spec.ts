import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Fetcher } from './fetcher';
import { findNatsServer, type FindOptions, NatsServerMissing } from './find-nats-server';

let dir: string;
let cacheDir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-find-'));
  cacheDir = join(dir, 'cache');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A program that says it is nats-server of some version. */
const binary = async (path: string, version: string): Promise<string> => {
  await writeFile(path, `#!/bin/sh\necho "nats-server: v${version}"\n`);
  await chmod(path, 0o755);
  return path;
};

const fetcherOf =
  (version: string): Fetcher =>
  async (scratch) =>
    binary(join(scratch, 'fetched'), version);
const failing: Fetcher = async (scratch) => {
  await writeFile(join(scratch, 'half'), 'half of it');
  throw new Error('the line is dead');
};
const absent: Fetcher = async () => undefined;

const find = (fetchers: readonly Fetcher[], changes: Partial<FindOptions> = {}) =>
  findNatsServer({ cacheDir, env: {}, nameOnPath: join(dir, 'not-there'), fetchers, ...changes });

it('takes the given binary before anything else', async () => {
  const given = await binary(join(dir, 'given'), '2.12.3');
  const found = await find([fetcherOf('2.15.1')], { env: { natsServerBin: given } });
  expect(found).toEqual({ path: given, version: '2.12.3', source: 'given' });
});

it('refuses a given binary that is too old or no nats-server, and never replaces it', async () => {
  const old = await binary(join(dir, 'old'), '2.10.27');
  const attempt = find([fetcherOf('2.15.1')], { env: { natsServerBin: old } });
  await expect(attempt).rejects.toThrow('is version 2.10.27; Tutti needs 2.12.0 or newer');
  await expect(find([], { env: { natsServerBin: join(dir, 'nothing') } })).rejects.toThrow('NATS_SERVER_BIN');
});

it('then the one on PATH, when it is new enough', async () => {
  const onPath = await binary(join(dir, 'on-path'), '2.14.0');
  expect(await find([], { nameOnPath: onPath })).toMatchObject({ path: onPath, source: 'path' });
  const old = await binary(join(dir, 'old'), '2.9.10');
  expect(await find([fetcherOf('2.15.1')], { nameOnPath: old })).toMatchObject({ source: 'fetched' });
});

it('fetches once, says so, and finds it in the cache from then on', async () => {
  const said: string[] = [];
  const fetched = await find([absent, failing, fetcherOf('2.15.1')], {
    onProgress: (line) => said.push(line),
  });
  expect(fetched).toMatchObject({ version: '2.15.1', source: 'fetched' });
  expect(said).toEqual(['nats-server 2.15.1 is ready']);
  expect(await find([failing])).toEqual({ ...fetched, source: 'cache' });
  expect(await readdir(cacheDir)).toEqual(['nats-server']);
});

it('two at once both get a whole one', async () => {
  const both = await Promise.all([find([fetcherOf('2.15.1')]), find([fetcherOf('2.15.1')])]);
  expect(both.map(({ version }) => version)).toEqual(['2.15.1', '2.15.1']);
  expect(await readdir(cacheDir)).toEqual(['nats-server']);
});

it('says what went wrong and what a person can do, and leaves nothing behind', async () => {
  const missing: unknown = await find([failing, fetcherOf('2.10.27')]).catch((error: unknown) => error);
  if (!(missing instanceof NatsServerMissing)) throw new Error('found');
  const said = [
    'the line is dead',
    '2.10.27 is too old',
    'apt install',
    'brew install',
    'scoop install',
    'docker cp',
  ];
  for (const words of said) expect(missing.message).toContain(words);
  expect(await readdir(cacheDir)).toEqual([]);
});
