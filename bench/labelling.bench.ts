import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startSystem, startTestMariadb, type System } from '@tutti/testing';
import { cameraPicture, numbered } from './camera-pictures';
import { median, perSecond, report, type Figure } from './report';

/**
 * Labels stated through the API of the running system, against looking at the same items through it; and an export of
 * their pictures, against a bare server that reads, hashes and sends the files of the blob folder. PICTURES says how many
 * instead of 400.
 */

const pictures = Number(process.env['PICTURES'] ?? 400);
const labels = pictures * 4;
const width = 8;
const rounds = 3;
const password = 'a password for the bench';

const mariadb = await startTestMariadb();
const samples = await Promise.all(Array.from({ length: 10 }, (_, n) => cameraPicture(n)));

type Ask = <Body>(method: string, path: string, body?: object | Buffer, version?: number) => Promise<Body>;

const signIn = async ({ url }: System): Promise<string> => {
  const answered = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  });
  return `Bearer ${((await answered.json()) as { accessToken: string }).accessToken}`;
};

const asker =
  ({ url }: System, authorization: string): Ask =>
  async <Body>(method: string, path: string, body?: object | Buffer, version?: number) => {
    const isPicture = Buffer.isBuffer(body);
    const answered = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: {
        authorization,
        ...(body === undefined ? {} : { 'content-type': isPicture ? 'image/jpeg' : 'application/json' }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: isPicture ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    if (!answered.ok) throw new Error(`${method} ${path}: ${await answered.text()}`);
    return (await answered.json()) as Body;
  };

interface Known {
  readonly id: string;
  version: number;
}

const fill = async (ask: Ask): Promise<{ readonly dataset: string; readonly items: readonly Known[] }> => {
  const classes = [{ name: 'OK' }, { name: 'Dent' }];
  const made = { name: 'Bench', task: 'image-classification', classes };
  const { id: dataset } = await ask<Known>('POST', 'datasets', made);
  const items: Known[] = [];
  await perSecond(pictures, width, async (n) => {
    const picture = numbered(samples[n % samples.length] ?? Buffer.alloc(0), n);
    items.push(await ask<Known>('POST', `datasets/${dataset}/items?fileName=${n}.jpg`, picture));
  });
  return { dataset, items };
};

const labelling = async (where: string, ask: Ask, items: readonly Known[]): Promise<Figure[]> => {
  const at = (n: number): Known => items[n % items.length] ?? { id: '', version: 0 };
  const taken: number[] = [];
  const stated = await perSecond(labels, width, async (n) => {
    const item = at(n);
    const label = { classKey: Math.floor(n / items.length) % 2 === 0 ? 'ok' : 'dent' };
    const began = performance.now();
    const { version } = await ask<Known>('PUT', `items/${item.id}/label`, { label }, item.version);
    taken.push(performance.now() - began);
    item.version = version;
  });
  const seen = await perSecond(labels, width, (n) => ask('GET', `items/${at(n).id}`));
  const p95 = taken.sort((a, b) => a - b)[Math.ceil(taken.length * 0.95) - 1] ?? Number.NaN;
  return [
    { name: `${where}: labels through the API`, value: stated, unit: '1/s' },
    { name: `${where}: one of them, p95`, value: p95, unit: 'ms' },
    { name: `${where}: labels / looks at an item`, value: stated / seen, unit: 'x' },
  ];
};

/** Reads an answer to its end; answers with its bytes for each second. */
const drained = async (url: string, authorization: string): Promise<number> => {
  const began = performance.now();
  const answered = await fetch(url, { headers: { authorization } });
  if (!answered.ok || !answered.body) throw new Error(await answered.text());
  let bytes = 0;
  for await (const chunk of answered.body) bytes += (chunk as Uint8Array).byteLength;
  return bytes / ((performance.now() - began) / 1000);
};

/** The pictures without their thumbnails, which are far smaller. */
const filesOf = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true });
  const blobs = names.filter((name) => /[0-9a-f]{64}$/.test(name)).map((name) => join(folder, name));
  const sizes = await Promise.all(blobs.map((path) => stat(path)));
  return blobs.filter((_, n) => (sizes[n]?.size ?? 0) > 100_000);
};

const bareServer = (files: readonly string[]) =>
  createServer((_request, response) => {
    const send = async (): Promise<void> => {
      for (const file of files) {
        const bytes = await readFile(file);
        createHash('sha256').update(bytes).digest('hex');
        if (!response.write(bytes)) await new Promise((done) => response.once('drain', done));
      }
      response.end();
    };
    void send();
  });

const exporting = async (where: string, system: System, authorization: string, dataset: string) => {
  const bare = bareServer(await filesOf(join(system.data, 'blobs', 'datasets')));
  await new Promise<void>((listening) => bare.listen(0, '127.0.0.1', listening));
  const { port } = bare.address() as AddressInfo;
  const rates: { ours: number; byHand: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const ours = await drained(
      `${system.url}/api/v1/datasets/${dataset}/export?format=image-folder`,
      authorization,
    );
    const byHand = await drained(`http://127.0.0.1:${port}/`, authorization);
    // The first round warms up.
    if (round > 0) rates.push({ ours, byHand });
  }
  bare.close();
  const ratio = median(rates.map(({ ours, byHand }) => ours / byHand));
  return [
    { name: `${where}: export`, value: median(rates.map(({ ours }) => ours)) / 1e6, unit: 'MB/s' },
    { name: `${where}: export / read, hash and send`, value: ratio, unit: 'x', goal: '>=0.5' },
  ];
};

const figures: Figure[] = [];
for (const [engine, database] of [
  ['SQLite', {}],
  ['MariaDB', { DATABASE_URL: `${mariadb.url}/labelling` }],
] as const) {
  const system = await startSystem({
    kind: 'standalone',
    env: { TUTTI_ADMIN_PASSWORD: password, ...database },
    args: ['--no-agent'],
  });
  const authorization = await signIn(system);
  const ask = asker(system, authorization);
  const { dataset, items } = await fill(ask);
  figures.push(...(await labelling(engine, ask, items)));
  figures.push(...(await exporting(engine, system, authorization, dataset)));
  await system.dispose();
}
report('labelling', figures);
await mariadb.stop();
process.exit();
