import type { DescMethod } from '@bufbuild/protobuf';
import type { EnrolmentToken } from '@tutti/contracts/devices';
import type { User } from '@tutti/contracts/identity';
import { SimulatedDevice, startSystem, type System } from '@tutti/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, signIn, type Client } from './client';
import { RawGrpcCaller } from './fuzz/grpc-call';
import { messagesOf, metadataPairs, methodsOf } from './fuzz/grpc-messages';

const seed = 20_261_127;
/** Calls of each method. */
const runs = { nobody: 10, user: 15, admin: 25 };
type Who = keyof typeof runs;

const methods = methodsOf();
/** What a `user` may not do, whatever it is called with. */
const forManagers =
  /^(Create|Change)User$|^(Change|Retire|Suspend|Resume)Device$|^(Define|Redefine|Delete)DeviceGroup$|^(Issue|Cancel)DeviceCommand$|^(Publish|Retire)Solution$|^(Create|Change|Move|Duplicate|Delete)Stream$|^(SetTrigger|RequestRun|CancelRun)$|^(Import|Retire)Model$|^(Set|Remove)Alias$/;

let system: System;
let admin: Client;
let caller: RawGrpcCaller;
let known: readonly string[];
const bearers: Partial<Record<Who, string>> = {};

const bearerOf = async (name: string): Promise<string> => {
  const answer = await fetch(`${system.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  return `Bearer ${((await answer.json()) as { accessToken: string }).accessToken}`;
};

beforeAll(async () => {
  system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password }, args: ['--no-agent'] });
  admin = await signIn(system.url);
  caller = new RawGrpcCaller(system.grpc);
  const create = async <Body>(path: string, body: unknown): Promise<Body> =>
    (await (await admin.send('POST', path, body)).json()) as Body;
  const person = { role: 'user', password, mustChangePassword: false };
  await create<User>('users', { name: 'caller', ...person });
  const victim = await create<User>('users', { name: 'victim', ...person });
  const token = { ttlSeconds: 3600, maxUses: 5, autoAccept: true };
  const issued = await create<EnrolmentToken & { token: string }>('enrolment-tokens', token);
  const device = new SimulatedDevice({ url: system.url, serial: 'fuzzed' });
  const { id } = await device.ask({ token: issued.token });
  known = [id, id, victim.id, issued.id];
  bearers.admin = await bearerOf('admin');
  bearers.user = await bearerOf('caller');
});
afterAll(async () => {
  caller.close();
  await system.dispose();
});

/** Newest position of the log. */
const head = async (): Promise<number> => (await admin.get<{ head: number }>('events?limit=1')).head;

const mayCall = ({ name, parent }: DescMethod, who: Who): boolean => {
  if (parent.name === 'SessionService') return true;
  return who === 'admin' || (who === 'user' && !forManagers.test(name));
};

const sound = [
  ...['INVALID_ARGUMENT', 'UNAUTHENTICATED', 'PERMISSION_DENIED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['FAILED_PRECONDITION', 'ABORTED', 'RESOURCE_EXHAUSTED', 'UNAVAILABLE'],
];

const fuzz = async (method: DescMethod, who: Who): Promise<void> => {
  const authorization = bearers[who];
  const own = authorization === undefined ? [] : [['authorization', authorization] as const];
  let before = await head();
  const property = fc.asyncProperty(messagesOf(method, known), metadataPairs, async (bytes, pairs) => {
    const refusal = await caller.send({ method, bytes, metadata: [...own, ...pairs] });
    const after = await head();
    if (refusal) {
      expect(sound).toContain(refusal.status);
      expect(refusal.reason).toMatch(/^[A-Z][A-Z0-9_]+[A-Z0-9]$/);
      expect(refusal.info['code']).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
      expect(JSON.stringify(refusal)).not.toMatch(/node_modules|\.[cm]?[jt]s:\d+|SQLITE|SELECT /);
      expect(after).toBe(before);
    } else expect(mayCall(method, who)).toBe(true);
    before = after;
  });
  await fc.assert(property, {
    seed: seed + methods.indexOf(method),
    numRuns: runs[who],
    endOnFailure: true,
  });
};

describe('the gRPC API, fuzzed from its own descriptors', () => {
  it.each(['nobody', 'user', 'admin'] as const)(
    'as %s: sound answers only, and a refusal changes nothing',
    async (who) => {
      const faults: string[] = [];
      for (const method of methods) {
        try {
          await fuzz(method, who);
        } catch (error) {
          faults.push(`${method.name}: ${String(error)}\n${String((error as Error).cause)}`);
        }
      }
      expect(methods.length).toBeGreaterThan(20);
      expect(faults).toEqual([]);
    },
  );

  it('is alive afterwards', async () => {
    process.kill(system.pid, 0);
    expect((await fetch(`${system.url}/readyz`)).status).toBe(200);
  });
});
