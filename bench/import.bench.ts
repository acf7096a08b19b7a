import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { zip, type ZipContent } from '@tutti/datasets/testing';
import { startSystem } from '@tutti/testing';
import sharp from 'sharp';
import { cameraPicture, numbered } from './camera-pictures';
import { cpuSeconds, residentBytes } from './platform';
import { perSecond, report } from './report';

/**
 * The import of a zip of 1920x1080 JPEGs in folders by class, through the running system on SQLite and a folder of blobs,
 * against the bare loop of hash, copy and sharp thumbnail over the same pictures; and the system's memory meanwhile.
 * PICTURES says how many instead of 5000.
 */

const most = Number(process.env['PICTURES'] ?? 5000);
const few = Math.ceil(most / 5);
const different = 20;
const side = 320;
const lanes = availableParallelism();
const pieceBytes = 16 * 1024 * 1024;
const password = 'a password for the bench';

const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
await mkdir(join(dir, 'out'));
const samples = await Promise.all(Array.from({ length: different }, (_, n) => cameraPicture(n)));
const pictureOf = (n: number): Buffer => numbered(samples[n % different] ?? Buffer.alloc(0), n);

async function* files(from: number, count: number): AsyncGenerator<ZipContent> {
  for (let n = from; n < from + count; n++)
    yield { path: `${n % 2 === 0 ? 'ok' : 'dent'}/${n}.jpg`, bytes: pictureOf(n) };
}

const pack = async (name: string, from: number, count: number): Promise<string> => {
  const path = join(dir, name);
  await pipeline(zip(files(from, count)), createWriteStream(path));
  return path;
};

/** The system's process and its nats-server. */
const processors = (): number => {
  const children = readFileSync(`/proc/${system.pid}/task/${system.pid}/children`, 'utf8').trim().split(' ');
  return [system.pid, ...children.map(Number)].reduce((sum, pid) => sum + cpuSeconds(pid), 0);
};

const ownCpu = (): number => {
  const { user, system: kernel } = process.cpuUsage();
  return (user + kernel) / 1e6;
};

let bareCpu = 0;
const bareLoop = async (): Promise<number> => {
  for (let n = 0; n < few; n++) await writeFile(join(dir, `${n}.jpg`), pictureOf(n));
  const out = (n: number, what: string): string => join(dir, 'out', `${n}.${what}.jpg`);
  const before = ownCpu();
  const rate = await perSecond(few, lanes, async (n) => {
    const picture = await readFile(join(dir, `${n}.jpg`));
    createHash('sha256').update(picture).digest('hex');
    await writeFile(out(n, 'copy'), picture);
    const small = sharp(picture).autoOrient().resize(side, side, { fit: 'inside', withoutEnlargement: true });
    await writeFile(out(n, 'thumbnail'), await small.jpeg({ quality: 80 }).toBuffer());
  });
  bareCpu = (ownCpu() - before) / few;
  return rate;
};

const system = await startSystem({
  kind: 'standalone',
  env: { TUTTI_ADMIN_PASSWORD: password },
  args: ['--no-agent'],
});
const api = `${system.url}/api/v1`;
const json = { 'content-type': 'application/json' };

const signIn = await fetch(`${api}/sessions`, {
  ...{ method: 'POST', headers: json },
  body: JSON.stringify({ name: 'admin', password }),
});
const { accessToken } = (await signIn.json()) as { accessToken: string };
const authorization = `Bearer ${accessToken}`;

const post = async <Body>(path: string, body: object): Promise<Body> => {
  const answer = await fetch(`${api}${path}`, {
    ...{ method: 'POST', headers: { ...json, authorization } },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as Body;
};

const upload = async (path: string): Promise<string> => {
  const { size } = await stat(path);
  const tus = { authorization, 'tus-resumable': '1.0.0' };
  const begun = await fetch(`${api}/uploads`, {
    ...{ method: 'POST', headers: { ...tus, 'upload-length': String(size) } },
  });
  const at = begun.headers.get('location') ?? '';
  for (let offset = 0; offset < size; offset += pieceBytes) {
    const content = createReadStream(path, { start: offset, end: Math.min(size, offset + pieceBytes) - 1 });
    const chunks: Buffer[] = [];
    for await (const chunk of content) chunks.push(chunk as Buffer);
    const sent = await fetch(`${system.url}${at}`, {
      method: 'PATCH',
      headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      body: Buffer.concat(chunks),
    });
    if (!sent.ok) throw new Error(await sent.text());
  }
  return at.split('/').at(-1) ?? '';
};

interface Job {
  readonly id: string;
  readonly state: string;
  readonly counts: { readonly added: number };
}

interface Imported {
  readonly uploadSeconds: number;
  readonly seconds: number;
  /** Of all processors, per picture. */
  readonly cpuMs: number;
  readonly peakMiB: number;
}

const importOf = async (datasetId: string, path: string, count: number): Promise<Imported> => {
  const began = performance.now();
  const uploadId = await upload(path);
  const started = performance.now();
  const cpu = processors();
  let peak = residentBytes(system.pid);
  let job = await post<Job>('/imports', { datasetId, source: { kind: 'archive', uploadId } });
  while (job.state === 'running') {
    await delay(250);
    peak = Math.max(peak, residentBytes(system.pid));
    const answer = await fetch(`${api}/imports/${job.id}`, { headers: { authorization } });
    job = (await answer.json()) as Job;
  }
  if (job.counts.added !== count) throw new Error(JSON.stringify(job));
  const seconds = (performance.now() - started) / 1000;
  return {
    uploadSeconds: (started - began) / 1000,
    seconds,
    cpuMs: ((processors() - cpu) / count) * 1000,
    peakMiB: peak / 2 ** 20,
  };
};

const { id } = await post<{ id: string }>('/datasets', {
  ...{ name: 'Bench', task: 'image-classification' },
  classes: [{ name: 'ok' }, { name: 'dent' }],
});
await importOf(id, await pack('warm.zip', 1_000_000, 50), 50);
const before = await bareLoop();
const small = await importOf(id, await pack('few.zip', 0, few), few);
const large = await importOf(id, await pack('most.zip', few, most), most);
const after = await bareLoop();
const bare = (before + after) / 2;
const rate = most / large.seconds;
await system.stop();
await rm(dir, { recursive: true });
await rm(system.data, { recursive: true, force: true });

report('import', [
  { name: 'Import of a zip: share of the bare loop', value: rate / bare, unit: '', goal: '>= 0.6' },
  { name: `Import of ${most} pictures`, value: rate, unit: 'pictures/s' },
  { name: 'Bare hash, copy, sharp thumbnail', value: bare, unit: 'pictures/s' },
  { name: 'Processor time of a picture', value: large.cpuMs, unit: 'ms' },
  { name: 'The same of the bare loop', value: bareCpu * 1000, unit: 'ms' },
  { name: 'Upload before it', value: large.uploadSeconds, unit: 's' },
  { name: `Memory at most, ${few} pictures`, value: small.peakMiB, unit: 'MiB' },
  { name: `Memory at most, ${most} pictures`, value: large.peakMiB, unit: 'MiB' },
  {
    name: 'Memory, five times as many: share',
    value: large.peakMiB / small.peakMiB,
    unit: '',
    goal: '<= 1.2',
  },
]);
