import { readFile } from 'node:fs/promises';
import { createOperator } from '@nats-io/jwt';
import {
  AuthorizationError,
  type NatsConnection,
  UserAuthenticationExpiredError,
} from '@nats-io/transport-node';
import { edgeAccountJwt, pushAccountJwt, readAccountJwt } from '../src/index';
import { startTestNats, type TestNats } from '../src/testing/test-nats';
import { afterEach, beforeEach, expect, it } from 'vitest';

let nats: TestNats;
let revoker: NatsConnection;
beforeEach(async () => {
  nats = await startTestNats();
  revoker = await nats.connect('revoker');
});
afterEach(() => nats.stop());

const revoke = async (...users: string[]): Promise<string> => {
  const jwt = await edgeAccountJwt({
    edge: nats.setup.edge,
    operatorSigningSeed: await readFile(nats.setup.operatorSigningSeedFile, 'utf8'),
    revocations: new Map(users.map((user) => [user, new Date()])),
  });
  await pushAccountJwt(revoker, jwt);
  return jwt;
};

const twinOf = (connection: NatsConnection, id: string) =>
  connection.request(`$JS.API.DIRECT.GET.KV_twin.$KV.twin.${id}.models`, '', { timeout: 2_000 });

it('a revoked device is cut off within a second, cannot come back, and its neighbour notices nothing', async () => {
  const { connection, key, jwt } = await nats.connectDevice({ id: 'd1' });
  const neighbour = await nats.connectDevice({ id: 'd2', reconnect: false });
  await twinOf(connection, 'd1');
  const started = performance.now();
  await revoke(key.getPublicKey());
  const reason = await connection.closed();
  expect(performance.now() - started).toBeLessThan(1_000);
  expect(reason).toBeInstanceOf(AuthorizationError);
  await expect(nats.connectDevice({ id: 'd1', key, jwt })).rejects.toBeInstanceOf(AuthorizationError);
  expect((await twinOf(neighbour.connection, 'd2')).headers?.code).toBe(404);
});

it('a revocation survives a restart and a crash of the server, even one from the second of the setup', async () => {
  const { key, jwt } = await nats.connectDevice({ id: 'd1' });
  await revoke(key.getPublicKey());
  await nats.restart();
  await expect(nats.connectDevice({ id: 'd1', key, jwt })).rejects.toBeInstanceOf(AuthorizationError);
  await nats.kill9();
  await nats.restart();
  await expect(nats.connectDevice({ id: 'd1', key, jwt })).rejects.toBeInstanceOf(AuthorizationError);
});

it('a list without the device lets it in again', async () => {
  const { key, jwt } = await nats.connectDevice({ id: 'd1' });
  await revoke(key.getPublicKey());
  await expect(nats.connectDevice({ id: 'd1', key, jwt })).rejects.toBeInstanceOf(AuthorizationError);
  await revoke();
  const { connection } = await nats.connectDevice({ id: 'd1', key, jwt });
  expect((await twinOf(connection, 'd1')).headers?.code).toBe(404);
});

it('an expired JWT is refused, and one that expires while connected ends the connection', async () => {
  const past = new Date(Date.now() - 60_000);
  await expect(nats.connectDevice({ id: 'd1', expiresAt: past })).rejects.toBeInstanceOf(AuthorizationError);
  const soon = new Date(Date.now() + 2_000);
  const { connection } = await nats.connectDevice({ id: 'd1', expiresAt: soon, reconnect: false });
  expect(await connection.closed()).toBeInstanceOf(UserAuthenticationExpiredError);
});

it('the revoker may replace claims of EDGE and of no other account', async () => {
  const { accounts } = nats.setup;
  await expect(pushAccountJwt(revoker, accounts.CORE.jwt)).rejects.toThrow('Permissions Violation');
  const underAnotherName = revoker.request(claimsOf(accounts.EDGE.publicKey), accounts.CORE.jwt);
  expect((await underAnotherName).string()).toContain('subject does not match');
});

it('claims that somebody else signed are not made here, and not applied by the server', async () => {
  const { connection, key, jwt } = await nats.connectDevice({ id: 'd1' });
  await revoke(key.getPublicKey());
  await connection.closed();
  const { edge } = nats.setup;
  const stranger = createOperator();
  const operatorSigningSeed = new TextDecoder().decode(stranger.getSeed());
  await expect(edgeAccountJwt({ edge, operatorSigningSeed, revocations: new Map() })).rejects.toThrow(
    'not the signing key',
  );
  const operatorSignerPublicKey = stranger.getPublicKey();
  const pardon = await edgeAccountJwt({
    edge: { ...edge, operatorSignerPublicKey },
    operatorSigningSeed,
    revocations: new Map(),
  });
  await pushAccountJwt(revoker, pardon);
  await expect(nats.connectDevice({ id: 'd1', key, jwt })).rejects.toBeInstanceOf(AuthorizationError);
});

const claimsOf = (account: string): string => `$SYS.REQ.ACCOUNT.${account}.CLAIMS.UPDATE`;

it('the claims that the server has are those that were pushed last', async () => {
  for (const users of [['UA'], []])
    expect(await revoke(...users)).toBe(await readAccountJwt(revoker, nats.setup.edge));
});
