import { jetstreamManager } from '@nats-io/jetstream';
import type { Session, User } from '@tutti/contracts/identity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminPassword, passwordOf, startIdentity, type TestIdentity } from './identity.fixture';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

/** All messages of a stream, headers and subjects too, as one text. */
const everythingIn = async (stream: string): Promise<string> => {
  const jsm = await jetstreamManager(await identity.nats.connectAdmin());
  const { state } = await jsm.streams.info(stream);
  const texts: string[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
    const message = await jsm.streams.getMessage(stream, { seq });
    if (message) texts.push(message.subject, [...message.header].join(), message.string());
  }
  return texts.join('\n');
};

test('neither the log nor the diary knows a name, a password or a hash', async () => {
  const names = ['leonore.secret@example.org', 'Zacharias-Zwölf'];
  const headers = { 'idempotency-key': '"with-a-fingerprint"' };
  const admin = await identity.signIn('admin', adminPassword);
  const token = admin.body.accessToken;
  for (const name of names) {
    const body = { name, role: 'user', password: passwordOf(name) };
    const created = await identity.call<User>('POST', '/users', {
      token,
      body,
      headers: name === names[0] ? headers : {},
    });
    expect(created.status).toBe(201);
    const session = await identity.signIn(name, passwordOf(name));
    const next = { current: passwordOf(name), new: 'a quite different marmalade' };
    const changed = await identity.call<Session>('PUT', '/users/me/password', {
      token: session.body.accessToken,
      body: next,
    });
    expect(changed.status).toBe(200);
    await identity.signIn(name, 'a wrong guess entirely');
  }
  const secrets = [
    ...names,
    ...names.map(passwordOf),
    adminPassword,
    'marmalade',
    'guess entirely',
    'argon2',
  ];
  const log = await everythingIn('LOG');
  expect(log).toContain('UserCreated');
  expect(log).toContain('NameClaimed');
  expect(log).toContain('PasswordChanged');
  for (const secret of secrets) expect(log.toLowerCase()).not.toContain(secret.toLowerCase());
  for (const secret of secrets)
    expect(identity.logged.join('\n').toLowerCase()).not.toContain(secret.toLowerCase());
  expect(identity.logged.join('\n')).not.toContain(admin.cookies['tutti_refresh']);
  const vault = await everythingIn('KV_vault');
  expect(vault).toContain('identity.password.');
  for (const secret of secrets) expect(vault).not.toContain(secret);
});
