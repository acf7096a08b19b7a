import { problem } from '@tutti/contracts/common';
import { permissionsOf, type User } from '@tutti/contracts/identity';
import type { EnrolmentToken } from '@tutti/contracts/devices';
import { SimulatedDevice, startSystem, type System } from '@tutti/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, signIn, type Client } from './client';
import { callsOf } from './fuzz/calls';
import { Caller, type Call, type Reply } from './fuzz/http-call';
import { type Document, operationsOf, type Operation } from './fuzz/operations';

const seed = 20_261_123;
/** Calls of each operation. */
const runs: Readonly<Record<string, number>> = { nobody: 12, user: 20, device: 30, admin: 24 };

let system: System;
let admin: Client;
let caller: Caller;
let operations: readonly Operation[];
let device: SimulatedDevice;
let known: Readonly<Record<string, string>>;
const bearers: Record<string, string> = {};

const bearerOf = async (name: string): Promise<string> => {
  const answer = await fetch(`${system.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  return `Bearer ${((await answer.json()) as { accessToken: string }).accessToken}`;
};

beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password, NODE_OPTIONS: '--inspect=127.0.0.1:0' };
  system = await startSystem({ env, args: ['--no-agent'] });
  admin = await signIn(system.url);
  caller = new Caller(system.url);
  const create = async <Body>(path: string, body: unknown): Promise<Body> =>
    (await (await admin.send('POST', path, body)).json()) as Body;
  const person = { role: 'user', password, mustChangePassword: false };
  await create<User>('users', { name: 'caller', ...person });
  const victim = await create<User>('users', { name: 'victim', ...person });
  const token = { ttlSeconds: 3600, maxUses: 5, autoAccept: true };
  const issued = await create<EnrolmentToken & { token: string }>('enrolment-tokens', token);
  device = new SimulatedDevice({ url: system.url, serial: 'fuzzed' });
  const { id } = await device.ask({ token: issued.token });
  known = { devices: id, enrolments: id, users: victim.id, 'enrolment-tokens': issued.id };
  bearers['admin'] = await bearerOf('admin');
  bearers['user'] = await bearerOf('caller');
  operations = operationsOf((await (await fetch(`${system.url}/api/openapi.json`)).json()) as Document);
});
afterAll(async () => {
  caller.close();
  await system.dispose();
});

/** Newest position of the log. */
const head = async (): Promise<number> => (await admin.get<{ head: number }>('events?limit=1')).head;

/** Through the inspector: what the process holds is known only without what it has thrown away. */
const collectGarbage = async (): Promise<void> => {
  const [address] = /ws:\/\/127\.0\.0\.1:\d+\/\S+/.exec(system.output()) ?? [];
  if (address === undefined) throw new Error('The system does not say where its inspector listens.');
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onerror = reject;
    socket.onmessage = resolve;
    socket.onopen = () => socket.send(JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' }));
  });
  socket.close();
};

/** What the process holds. */
const heldBytes = async (): Promise<number> => {
  const metrics = await (await fetch(`${system.url}/metrics`)).text();
  const found = metrics.matchAll(/^nodejs_(?:heap_size_used|external_memory)_bytes (\S+)/gm);
  return [...found].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
};

const authorized = (call: Call, who: string): Call => {
  if (who === 'nobody') return call;
  const authorization =
    who === 'device'
      ? `Tutti-Device ${device.token({ method: call.method, path: call.path, ...(call.body ? { body: call.body } : {}) })}`
      : (bearers[who] ?? '');
  return { ...call, headers: { authorization, ...call.headers } };
};

const mayCall = ({ access }: Operation, who: string): boolean => {
  if (access === 'public') return true;
  if (access === 'device' || who === 'device' || who === 'nobody') return access === who;
  return access === 'signed-in' || permissionsOf[who as 'admin' | 'user'].includes(access);
};

/** Of zod's own messages, which tell a person little. */
const wordsOfTheParser =
  /Invalid (input|option|string|number|key|value)|expected \w+, received|Too (big|small):/;

/** What every answer must be, whatever was asked. */
const assertSound = ({ method }: Operation, reply: Reply): void => {
  expect(reply.status).toBeLessThan(500);
  // To HEAD nobody answers with a body.
  if (reply.status < 400 || method === 'HEAD') return;
  expect(reply.type).toBe('application/problem+json; charset=utf-8');
  const said = problem.parse(JSON.parse(reply.text));
  expect(reply.text).not.toMatch(wordsOfTheParser);
  expect(said.status).toBe(reply.status);
  expect(said.code).toMatch(/^([a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*|http\.\d{3})$/);
  expect(reply.text).not.toMatch(/node_modules|\.[cm]?[jt]s:\d+|SQLITE|SELECT /);
};

const idsFor = ({ path }: Operation): readonly string[] => {
  const own = known[path.split('/')[3] ?? ''];
  return own === undefined ? Object.values(known) : [own, own, own, ...Object.values(known)];
};

const fuzz = async (operation: Operation, who: string): Promise<void> => {
  let before = await head();
  const property = fc.asyncProperty(callsOf(operation, idsFor(operation)), async (call) => {
    const reply = await caller.send(authorized(call, who));
    assertSound(operation, reply);
    if (!mayCall(operation, who)) expect(reply.status).toBeGreaterThanOrEqual(400);
    const after = await head();
    if (reply.status >= 400) expect(after).toBe(before);
    before = after;
  });
  await fc.assert(property, {
    seed: seed + operations.indexOf(operation),
    numRuns: runs[who] ?? 1,
    endOnFailure: true,
  });
};

describe('the REST API, fuzzed from its own description', () => {
  it.each(['nobody', 'user', 'device', 'admin'])(
    'as %s: sound answers only, and a refusal changes nothing',
    async (who) => {
      const faults: string[] = [];
      for (const operation of operations.filter(({ access }) => who !== 'device' || access === 'device')) {
        try {
          await fuzz(operation, who);
        } catch (error) {
          faults.push(
            `${operation.method} ${operation.path}: ${String(error)}\n${String((error as Error).cause)}`,
          );
        }
      }
      expect(faults).toEqual([]);
    },
  );

  it('is alive afterwards, and no fatter than it has to be', async () => {
    process.kill(system.pid, 0);
    expect((await fetch(`${system.url}/readyz`)).status).toBe(200);
    await collectGarbage();
    expect(await heldBytes()).toBeLessThan(250_000_000);
  });
});
