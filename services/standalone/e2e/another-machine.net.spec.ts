import type { Device, InferenceRates } from '@tutti/contracts/devices';
import type { Session } from '@tutti/contracts/identity';
import { connectTwoMachines, flowsOf, startSystem, type System, type TwoMachines } from '@tutti/testing';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from './client';
import { httpsClient } from './machine-client';

const root = resolve(import.meta.dirname, '../../..');
const patiently = { timeout: 90_000, interval: 250 };
const [apiPort, agentPort] = [8080, 8090];

const undo: (() => Promise<unknown>)[] = [];
let dir: string;
let machines: TwoMachines;
let system: System;
let agent: ChildProcess | undefined;
let printed = '';
let api: ReturnType<typeof httpsClient>;
let session: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-net-'));
  undo.push(() => rm(dir, { recursive: true }));
  machines = connectTwoMachines(dir);
  undo.push(() => machines.dispose());
  const args = ['--host', '0.0.0.0', '--port', `${apiPort}`, '--no-agent'];
  const env = { TUTTI_ADMIN_PASSWORD: password };
  system = await startSystem({ machine: machines.platform, data: join(dir, 'data'), args, env });
  undo.push(() => system.dispose(), stopAgent);
  const ca = await readFile(join(system.data, 'tls', 'ca.pem'), 'utf8');
  api = httpsClient(await machines.reach(machines.platform, apiPort), ca);
  const credentials = { name: 'admin', password };
  session = (await api.json<Session>('POST', '/api/v1/sessions', credentials)).accessToken;
});
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

const stopAgent = async (): Promise<void> => {
  if (!agent || agent.exitCode !== null || agent.signalCode !== null) return;
  const gone = new Promise((done) => agent?.once('exit', done));
  agent.kill('SIGTERM');
  await gone;
};

interface Starter {
  readonly modelPath: string;
  readonly picturesDir: string;
}

/** Pictures of its own, so that they can be taken away. */
const starter = async (): Promise<{ readonly models: string; readonly images: string }> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['infra/dev/models.mjs', '--json'], {
    cwd: root,
  });
  const line = stdout.split('\n').find((each) => each.startsWith('{')) ?? '{}';
  const { modelPath, picturesDir } = JSON.parse(line) as Starter;
  await cp(picturesDir, join(dir, 'images'), { recursive: true });
  return { models: dirname(modelPath), images: join(dir, 'images') };
};

const startAgent = async (token: string): Promise<void> => {
  const { models, images } = await starter();
  const url = `https://${machines.platform.address}:${apiPort}`;
  const places = ['--models', models, '--images', images, '--data', join(dir, 'agent')];
  const given = ['--url', url, '--token', token, '--port', `${agentPort}`, '--rate', '20', ...places];
  const [program = '', ...prefix] = machines.device.prefix;
  const command = [...prefix, process.execPath, join(root, 'infra/dev/agent.mjs'), ...given];
  agent = spawn(program, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [agent.stdout, agent.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
};

/** A number of the agent's `/metrics`, all labels together. */
const metric = async (way: string, name: string): Promise<number> => {
  const text = await new Promise<string>((done, fail) => {
    request({ socketPath: way, path: '/metrics', host: 'localhost' }, (response) => {
      let all = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (all += chunk));
      response.on('end', () => done(all));
    })
      .on('error', fail)
      .end();
  });
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'gm'))];
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
};

const resultsOnServer = async (): Promise<number> =>
  (await api.json<InferenceRates>('GET', '/api/v1/inferences/rates', undefined, session)).total.count;

describe('two machines and a bad link between them', () => {
  it('a token and an address are enough; nothing is lost, and nothing on the wire is plain (S1-10, S3-25)', async () => {
    const terms = { ttlSeconds: 3600, maxUses: 1, autoAccept: true };
    const issued = await api.json<{ token: string; urls: string[] }>(
      'POST',
      '/api/v1/enrolment-tokens',
      terms,
      session,
    );
    expect(issued.urls).toEqual([`https://${machines.platform.address}:${apiPort}`]);
    expect(issued.token).toMatch(/^tet_[0-9a-f-]{36}_[\w-]{32}_[\w-]{43}$/);

    const recorded = await machines.record();
    machines.impair();
    await startAgent(issued.token);
    const way = await machines.reach(machines.device, agentPort);
    await expect.poll(resultsOnServer, patiently).toBeGreaterThan(20);

    machines.cut();
    const waits = (): Promise<number> => metric(way, 'edge_outbox_pending_messages');
    await expect.poll(waits, patiently).toBeGreaterThan(100);
    machines.mend();

    await rm(join(dir, 'images'), { recursive: true });
    await expect.poll(waits, patiently).toBe(0);
    const judged = await metric(way, 'edge_inferences_total');
    expect(judged).toBeGreaterThan(120);
    expect(await metric(way, 'edge_outbox_dropped_messages')).toBe(0);
    await expect.poll(resultsOnServer, patiently).toBe(judged);

    await stopAgent();
    const flows = flowsOf(await recorded());
    const ports = new Set(flows.map(({ name }) => Number(name.split(/[:>]/)[3])));
    expect(ports).toContain(apiPort);
    expect(ports).toContain(4222);
    for (const { name, first } of flows) expect(first.readUInt8(0), `${name} begins with TLS`).toBe(0x16);
    const wire = Buffer.concat(flows.flatMap(({ payloads }) => payloads)).toString('latin1');
    for (const secret of [
      issued.token,
      issued.token.slice(41, 73),
      'CONNECT {',
      'INFO {',
      'HTTP/1.1',
      'tel.',
    ])
      expect(wire.includes(secret), `"${secret}" is on the wire`).toBe(false);
  });

  it('who speaks plain HTTP to the platform is told to use HTTPS', async () => {
    const way = await machines.reach(machines.platform, apiPort);
    const answer = await new Promise<string>((done, fail) => {
      request({ socketPath: way, host: 'localhost', path: '/' }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => done(text));
      })
        .on('error', fail)
        .end();
    });
    expect(answer).toContain('https://');
  });

  it('the session cookie is for HTTPS alone, and the authority can be fetched', async () => {
    expect(await api.text('/ca.pem')).toBe(await readFile(join(system.data, 'tls', 'ca.pem'), 'utf8'));
    expect(system.output()).toMatch(/Authority\s+sha256:[\w-]{43}/);
    const [device] = (await api.json<{ items: Device[] }>('GET', '/api/v1/devices', undefined, session))
      .items;
    expect(device?.lifecycle).toBe('registered');
    expect(printed).not.toMatch(/tet_[0-9a-f-]{36}_/);
  });
});
