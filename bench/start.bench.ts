import { startSystem, type System } from '@tutti/testing';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { report } from './report';

/** From `npm start` to the first result that a person can see, cold (nothing built) and warm; and what it weighs. */

const password = 'a password for the bench';
const settleMs = 20_000;

/** Resident memory in MiB of a process. */
const residentMiB = (pid: number): number => {
  const kib = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib) / 1024;
};

const childrenOf = (pid: number): { pid: number; command: string }[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ')[1]?.split(' ')[1]);
        return parent === pid
          ? [{ pid: Number(name), command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }]
          : [];
      } catch {
        return [];
      }
    });

const firstResult = async (system: System, since: number): Promise<number> => {
  const signIn = await fetch(`${system.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  });
  const { accessToken } = (await signIn.json()) as { accessToken: string };
  const headers = { authorization: `Bearer ${accessToken}` };
  const from = new Date(Date.now() - (performance.now() - since)).toISOString();
  for (;;) {
    const answer = await fetch(`${system.url}/api/v1/inferences?pageSize=1&from=${from}`, { headers });
    const { items } = (await answer.json()) as { items: unknown[] };
    if (items.length > 0) return (performance.now() - since) / 1000;
    await delay(20);
  }
};

const env = { TUTTI_ADMIN_PASSWORD: password };
rmSync('dist/console', { recursive: true, force: true });
rmSync('.tutti/models-cache', { recursive: true, force: true });

const coldSince = performance.now();
const cold = await startSystem({ env });
const coldSeconds = await firstResult(cold, coldSince);
await delay(settleMs);
const children = childrenOf(cold.pid);
const weight = (part: string): number =>
  residentMiB(children.find(({ command }) => command.includes(part))?.pid ?? cold.pid);
const figures = [
  { name: 'npm start to the first result, cold (builds console and model)', value: coldSeconds, unit: 's' },
  { name: 'standalone, resident after 20 s', value: residentMiB(cold.pid), unit: 'MiB' },
  { name: 'nats-server, resident after 20 s', value: weight('nats-server'), unit: 'MiB' },
  { name: 'agent with the digit model, resident after 20 s', value: weight('agent/main'), unit: 'MiB' },
];
await cold.stop();

const warmSince = performance.now();
const warm = await startSystem({ env, data: cold.data });
const warmSeconds = await firstResult(warm, warmSince);
await warm.dispose();
await cold.dispose();
report('start', [
  ...figures,
  { name: 'npm start to the first new result, warm', value: warmSeconds, unit: 's' },
]);
process.exit();
