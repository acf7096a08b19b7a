import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { issueDeviceJwt } from '@tutti/nats-server';
import { LightAgent, type Pass } from './light-agent';
import { Part, type BenchNats, answer, cpuSeconds, partOptions, residentBytes, startNats } from './platform';
import { report } from './report';

/**
 * 10,000 agents with real passes and the agent's own pauses and jitter on one nats-server, which is then killed and
 * started again. Each tells one heartbeat when it is connected; what they would send besides is the telemetry
 * benchmark's. Issuing takes the product's code 25 ms, so there are fewer passes than agents, which makes no difference to the server.
 */

const agents = 10_000;
const passes = 200;
const parts = 2;
const lookEveryMs = 250;
const patienceMs = 100_000;

interface PartOptions {
  readonly port: number;
  /** JSON of all passes. */
  readonly file: string;
  readonly count: number;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An nkey seed is base32 of two bytes of prefix, the 32 bytes and a checksum. */
const rawSeed = (seed: Uint8Array): string => {
  const bits = [...seed]
    .map((char) => base32.indexOf(String.fromCharCode(char)).toString(2).padStart(5, '0'))
    .join('');
  const bytes = Array.from({ length: 32 }, (_, n) =>
    Number.parseInt(bits.slice((n + 2) * 8, (n + 3) * 8), 2),
  );
  return Buffer.from(bytes).toString('hex');
};

const issue = async ({ setup }: BenchNats): Promise<readonly Pass[]> => {
  const signingSeed = await readFile(setup.edge.signingSeedFile, 'utf8');
  const { accountPublicKey } = setup.edge;
  const expiresAt = new Date(Date.now() + 3_600_000);
  const issued: Pass[] = [];
  for (let n = 0; n < passes; n++) {
    const key = createUser();
    const deviceId = `agent-${n}`;
    const userPublicKey = key.getPublicKey();
    const jwt = await issueDeviceJwt({ deviceId, userPublicKey, expiresAt, signingSeed, accountPublicKey });
    issued.push({ deviceId, jwt, seed: rawSeed(key.getSeed()) });
  }
  return issued;
};

/** Some of the agents. */
const run = ({ port, file, count }: PartOptions): void => {
  const { signal } = new AbortController();
  const known = JSON.parse(readFileSync(file, 'utf8')) as readonly Pass[];
  const all = Array.from({ length: count }, (_, n) => {
    const pass = known[n % known.length];
    if (pass === undefined) throw new Error('There are no passes.');
    return new LightAgent(port, pass);
  });
  const start = async (): Promise<void> => {
    for (const [n, agent] of all.entries()) {
      void agent.run(signal);
      if (n % 100 === 99) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  answer({ ready: () => true, start, connected: () => all.filter(({ connected }) => connected).length });
};

/** Milliseconds until shares of all agents are connected. */
const untilBack = async (all: readonly Part[], shares: readonly number[]): Promise<readonly number[]> => {
  const began = performance.now();
  const reached: number[] = [];
  while (reached.length < shares.length && performance.now() - began < patienceMs) {
    const counts = await Promise.all(all.map((part) => part.ask<number>('connected')));
    const connected = counts.reduce((sum, count) => sum + count, 0);
    while (reached.length < shares.length && connected >= agents * (shares[reached.length] ?? 1))
      reached.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  return reached;
};

const fleetOf = async (nats: BenchNats): Promise<readonly Part[]> => {
  const file = join(nats.dir, 'passes.json');
  await writeFile(file, JSON.stringify(await issue(nats)));
  const options: PartOptions = { port: Number(new URL(nats.url).port), file, count: agents / parts };
  const all = Array.from({ length: parts }, () => new Part(import.meta.filename, options));
  await Promise.all(all.map((part) => part.ask('ready')));
  return all;
};

const benchmark = async (): Promise<void> => {
  const nats = await startNats();
  const all = await fleetOf(nats);
  const [memory, cpu] = [residentBytes(nats.pid()), cpuSeconds(nats.pid())];
  await Promise.all(all.map((part) => part.ask('start')));
  if ((await untilBack(all, [1])).length === 0) throw new Error('Not all agents could connect.');
  const perConnection = (residentBytes(nats.pid()) - memory) / agents;
  const cpuPerConnection = ((cpuSeconds(nats.pid()) - cpu) / agents) * 1000;
  const goneMs = await nats.crash();
  const [half = NaN, most = NaN, whole = NaN] = await untilBack(all, [0.5, 0.95, 1]);
  const sinceCrash = goneMs + whole;
  await Promise.all(all.map((part) => part.stop()));
  await nats.stop();
  report('connections', [
    {
      name: `nats-server's memory for each of ${agents} connections`,
      value: perConnection / 1024,
      unit: 'KiB',
    },
    { name: 'processor time of nats-server to let an agent in', value: cpuPerConnection, unit: 'ms' },
    { name: 'nats-server killed and back', value: goneMs / 1000, unit: 's' },
    { name: 'half of the agents back after that', value: half / 1000, unit: 's' },
    { name: '95 % of the agents back after that', value: most / 1000, unit: 's' },
    { name: 'all agents back, from the crash on', value: sinceCrash / 1000, unit: 's', goal: '<=60' },
  ]);
  process.exit();
};

const part = partOptions<PartOptions>();
if (part === undefined) await benchmark();
else run(part);
