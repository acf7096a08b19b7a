import { programNames, readServiceSetup, serviceNames } from '@tutti/nats-server';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { init } from '../src/init';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'tutti-cli-'));
});
afterEach(() => rm(data, { recursive: true }));

const run = (): Promise<void> => init({ data, workspace: 'plant', port: '4222', monitorPort: '8222' });
const folderOf = (service: string): string => join(data, 'services', service);
const filesOf = async (service: string): Promise<string[]> =>
  (await readdir(folderOf(service), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));

it('each service has a folder with its own keys, for its owner alone', async () => {
  await run();
  expect((await readdir(join(data, 'services'))).sort()).toEqual([...programNames].sort());
  for (const service of serviceNames) {
    const files = await filesOf(service);
    const creds = files.filter((path) => path.endsWith('.creds')).map((path) => path.split('/').at(-1));
    const more = service === 'devices' ? ['revoker.creds'] : [];
    expect(creds.sort()).toEqual([`${service}.creds`, ...more]);
    expect(files.some((path) => path.endsWith('.seed'))).toBe(service === 'devices');
    expect(files.some((path) => path.endsWith('model-signing.pem'))).toBe(service === 'training');
    for (const path of files) expect((await stat(path)).mode & 0o077).toBe(0);
    expect((await stat(folderOf(service))).mode & 0o077).toBe(0);
    const setup = await readServiceSetup(folderOf(service));
    expect(setup.workspace).toBe('plant');
    expect(await readFile(setup.credsFor(service), 'utf8')).toContain('USER NKEY SEED');
  }
});

it('a trainer’s folder has its credentials and nothing that services share', async () => {
  await run();
  const files = await filesOf('trainer');
  expect(files.map((path) => path.split('/').at(-1)).sort()).toEqual(['setup.json', 'trainer.creds']);
  for (const path of files) expect((await stat(path)).mode & 0o077).toBe(0);
});

it('no folder holds the seed of the operator or of the people’s signing key', async () => {
  await run();
  const operator = join(data, 'nats', 'operator');
  const secrets = await Promise.all(
    (await readdir(operator)).map((name) => readFile(join(operator, name), 'utf8')),
  );
  expect(secrets).toHaveLength(2);
  for (const service of programNames)
    for (const path of await filesOf(service))
      for (const secret of secrets) expect(await readFile(path, 'utf8')).not.toContain(secret.trim());
});

it('given a setup of an older version, then run again, the folders have the renewed claims and the same keys', async () => {
  await run();
  const [kept, copied] = [join(data, 'nats', 'setup.json'), join(folderOf('summary'), 'setup.json')];
  const credsFile = (await readServiceSetup(folderOf('summary'))).credsFor('summary');
  const creds = await readFile(credsFile, 'utf8');
  const current = await readFile(kept, 'utf8');
  const older = JSON.stringify({ ...(JSON.parse(current) as object), claims: 'of an older version' });
  for (const file of [kept, copied]) await writeFile(file, older);
  await run();
  expect(await readFile(copied, 'utf8')).toBe(await readFile(kept, 'utf8'));
  expect(await readFile(copied, 'utf8')).not.toBe(older);
  expect(await readFile(credsFile, 'utf8')).toBe(creds);
});
