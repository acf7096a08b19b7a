import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from '@nats-io/jwt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keyIdOf } from '@tutti/model-signature';
import { initNats, userNames } from '../src/index';
import { setupPaths } from '../src/setup/nats-setup';
import { readSeed } from '../src/setup/init-nats';

let parent: string;
let dir: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'tutti-init-'));
  dir = join(parent, 'nats');
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;

const filesBelow = async (path: string): Promise<string[]> => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

it('is made once and answers the same ever after', async () => {
  const first = await initNats({ dir, workspace: 'plant' });
  const before = await readFile(setupPaths(dir).facts, 'utf8');
  const again = await initNats({ dir, workspace: 'plant' });
  expect(await readFile(setupPaths(dir).facts, 'utf8')).toBe(before);
  expect(again.accounts).toEqual(first.accounts);
});

it('keeps every secret from others', async () => {
  const setup = await initNats({ dir, workspace: 'plant' });
  const paths = setupPaths(dir);
  for (const folder of [dir, paths.operatorDir, paths.keysDir, paths.credsDir])
    expect(await modeOf(folder)).toBe(0o700);
  for (const file of (await filesBelow(dir)).filter((path) => path !== paths.facts))
    expect(await modeOf(file)).toBe(0o600);
  expect(Buffer.from(await readFile(setup.vaultKeyFile, 'utf8'), 'base64')).toHaveLength(32);
});

it('has a key that signs models, whose public part stands in the facts', async () => {
  const setup = await initNats({ dir, workspace: 'plant' });
  expect(setup.modelSigner).toContain('BEGIN PUBLIC KEY');
  expect(keyIdOf(setup.modelSigner)).toBe(keyIdOf(await readFile(setup.modelSigningKeyFile, 'utf8')));
  expect(await readFile(setupPaths(dir).facts, 'utf8')).not.toContain('PRIVATE');
});

it('given a setup of a version that signed no models, all who start at once get the same key', async () => {
  const before = await initNats({ dir, workspace: 'plant' });
  const { facts } = setupPaths(dir);
  const { modelSigner: _, ...older } = JSON.parse(await readFile(facts, 'utf8')) as { modelSigner: string };
  await writeFile(facts, JSON.stringify(older));
  await rm(before.modelSigningKeyFile);
  const setups = await Promise.all(Array.from({ length: 4 }, () => initNats({ dir, workspace: 'plant' })));
  const keys = new Set(setups.map(({ modelSigner }) => keyIdOf(modelSigner)));
  expect([...keys]).toEqual([keyIdOf(await readFile(before.modelSigningKeyFile, 'utf8'))]);
  expect(await modeOf(before.modelSigningKeyFile)).toBe(0o600);
  expect((await initNats({ dir, workspace: 'plant' })).accounts).toEqual(before.accounts);
});

it('hands no service the operator’s seed, nor a path to it', async () => {
  const setup = await initNats({ dir, workspace: 'plant' });
  const seed = (await readFile(setupPaths(dir).operatorSeed, 'utf8')).trim();
  expect(seed).toMatch(/^SO/);
  const elsewhere = (await filesBelow(dir)).filter((path) => !path.startsWith(setupPaths(dir).operatorDir));
  for (const path of elsewhere) expect(await readFile(path, 'utf8')).not.toContain(seed);
  const handedOut = [JSON.stringify(setup), ...userNames.map((user) => setup.credsFor(user))];
  for (const text of handedOut) expect(text).not.toContain(setupPaths(dir).operatorDir);
});

it('lets EDGE import exactly telemetry, twin and nudge, PUBLIC the queue of trainings, and only CORE have JetStream', async () => {
  const { accounts } = await initNats({ dir, workspace: 'plant' });
  interface Claims {
    readonly imports?: readonly { subject: string; type: string; account: string }[];
    readonly exports?: readonly { subject: string; type: string }[];
    readonly limits: { readonly disk_storage?: number };
  }
  const claims = (jwt: string): Partial<Claims> => decode<Claims>(jwt).nats;
  const crossing = [
    { subject: 'tel.>', type: 'service' },
    { subject: '$JS.API.DIRECT.GET.KV_twin.>', type: 'service' },
    { subject: 'nudge.*', type: 'stream' },
  ];
  const jobs = [
    { subject: '$JS.API.CONSUMER.INFO.TRAIN_JOBS.*', type: 'service' },
    { subject: '$JS.API.CONSUMER.MSG.NEXT.TRAIN_JOBS.*', type: 'service' },
    { subject: '$JS.ACK.TRAIN_JOBS.>', type: 'service' },
  ];
  const exported = [...crossing, ...jobs];
  expect(claims(accounts.CORE.jwt).exports).toMatchObject(exported);
  expect(claims(accounts.CORE.jwt).exports).toHaveLength(exported.length);
  const imported = (entries: typeof crossing) =>
    entries.map((entry) => ({ ...entry, account: accounts.CORE.publicKey }));
  expect(claims(accounts.EDGE.jwt).imports).toMatchObject(imported(crossing));
  expect(claims(accounts.EDGE.jwt).imports).toHaveLength(crossing.length);
  expect(claims(accounts.PUBLIC.jwt).imports).toMatchObject(imported(jobs));
  expect(claims(accounts.PUBLIC.jwt).imports).toHaveLength(jobs.length);
  const withJetStream = Object.entries(accounts).filter(
    ([, { jwt }]) => claims(jwt).limits?.disk_storage !== undefined,
  );
  expect(withJetStream.map(([name]) => name)).toEqual(['CORE']);
});

it('of many at once one makes it and all get the same', async () => {
  const setups = await Promise.all(Array.from({ length: 4 }, () => initNats({ dir, workspace: 'plant' })));
  expect(new Set(setups.map(({ operatorJwt }) => operatorJwt)).size).toBe(1);
  expect(await readdir(parent)).toEqual(['nats']);
});

it('one that died on the way leaves nothing that counts, and not for long', async () => {
  const dead = spawn('true');
  await once(dead, 'exit');
  await mkdir(join(parent, `.nats-${dead.pid}-abcdef`, 'creds'), { recursive: true });
  const setup = await initNats({ dir, workspace: 'plant' });
  expect(setup.workspace).toBe('plant');
  expect(await readdir(parent)).toEqual(['nats']);
});

it('refuses a directory of another workspace, or with something else in it', async () => {
  await initNats({ dir, workspace: 'plant' });
  await expect(initNats({ dir, workspace: 'other' })).rejects.toThrow('belongs to workspace "plant"');
  const foreign = join(parent, 'foreign');
  await mkdir(foreign);
  await writeFile(join(foreign, 'holiday.jpg'), '');
  await expect(initNats({ dir: foreign, workspace: 'plant' })).rejects.toThrow('holds something else');
  expect(await readdir(foreign)).toEqual(['holiday.jpg']);
});

it('after an upgrade renews claims and makes missing users, and leaves credentials alone', async () => {
  const setup = await initNats({ dir, workspace: 'plant' });
  const { facts } = setupPaths(dir);
  const devices = await readFile(setup.credsFor('devices'), 'utf8');
  const { userSigners, ...old } = JSON.parse(await readFile(facts, 'utf8')) as {
    userSigners: Record<string, string>;
  };
  const { summary: _summary, ...signers } = userSigners;
  await writeFile(facts, JSON.stringify({ ...old, userSigners: signers, claims: 'of an older version' }));
  await rm(setup.credsFor('summary'));

  const upgraded = await initNats({ dir, workspace: 'plant' });
  expect(upgraded.accounts.CORE.jwt).not.toBe(setup.accounts.CORE.jwt);
  expect(await readFile(setup.credsFor('devices'), 'utf8')).toBe(devices);
  expect(await readFile(setup.credsFor('summary'), 'utf8')).toContain('USER NKEY SEED');
  const signer = await readSeed(setup.operatorSigningSeedFile);
  expect(decode(upgraded.accounts.CORE.jwt).iss).toBe(signer.getPublicKey());
});
