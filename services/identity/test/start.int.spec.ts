import type { Session } from '@tutti/contracts/identity';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { adminPassword, openTestIdentity, serve, testGround, type TestGround } from './identity.fixture';

let ground: TestGround;
beforeEach(async () => {
  ground = await testGround();
});
afterEach(() => ground.stop());

describe('the first start', () => {
  test('makes a one-time password that must be changed, once and never again', async () => {
    const identity = await openTestIdentity(ground);
    const { oneTimePassword = '' } = await identity.ensureAdmin();
    expect(oneTimePassword).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
    expect(await identity.ensureAdmin()).toEqual({});
    expect(await identity.ensureAdmin(adminPassword)).toEqual({});
    const { app, call } = await serve(ground, identity);
    const body = { name: 'admin', password: oneTimePassword };
    const session = await call<Session>('POST', '/sessions', { body });
    expect(session.body.user).toMatchObject({ role: 'admin', mustChangePassword: true });
    expect(ground.logged.join('\n')).not.toContain(oneTimePassword);
    await app.close();
  });

  test('takes the password that is given, which need not be changed', async () => {
    const identity = await openTestIdentity(ground);
    expect(await identity.ensureAdmin(adminPassword)).toEqual({});
    const { app, call } = await serve(ground, identity);
    const session = await call<Session>('POST', '/sessions', {
      body: { name: 'admin', password: adminPassword },
    });
    expect(session.body.user.mustChangePassword).toBe(false);
    await app.close();
  });

  test('takes a password that is given for one sign-in', async () => {
    const identity = await openTestIdentity(ground);
    expect(await identity.ensureAdmin(adminPassword, true)).toEqual({});
    const { app, call } = await serve(ground, identity);
    const body = { name: 'admin', password: adminPassword };
    const session = await call<Session>('POST', '/sessions', { body });
    expect(session.body.user.mustChangePassword).toBe(true);
    await app.close();
  });

  test('refuses a password of less than eight characters', async () => {
    const identity = await openTestIdentity(ground);
    await expect(identity.ensureAdmin('1234567')).rejects.toThrow('at least 8 characters');
    await identity.close();
  });

  test('of two replicas at once makes one user', async () => {
    const [one, two] = await Promise.all([
      openTestIdentity(ground, { replicaId: 'one' }),
      openTestIdentity(ground, { replicaId: 'two' }),
    ]);
    const made = await Promise.all([one.ensureAdmin(), two.ensureAdmin()]);
    expect(made.filter(({ oneTimePassword }) => oneTimePassword !== undefined)).toHaveLength(1);
    const { app, call } = await serve(ground, two);
    const password = made.map(({ oneTimePassword }) => oneTimePassword).find((given) => given !== undefined);
    expect((await call('POST', '/sessions', { body: { name: 'admin', password } })).status).toBe(201);
    await app.close();
    await one.close();
  });
});

test('starting again keeps users, sessions and the key of access tokens', async () => {
  const before = await openTestIdentity(ground);
  await before.ensureAdmin(adminPassword);
  const first = await serve(ground, before);
  const session = await first.call<Session>('POST', '/sessions', {
    body: { name: 'admin', password: adminPassword },
  });
  await first.app.close();

  const after = await openTestIdentity(ground);
  expect(await after.ensureAdmin('another password than before')).toEqual({});
  const { app, call } = await serve(ground, after);
  expect((await call('GET', '/users', { token: session.body.accessToken })).status).toBe(200);
  const cookie = `tutti_refresh=${session.cookies['tutti_refresh'] ?? ''}`;
  const headers = { 'x-requested-with': 'test', cookie };
  expect((await call('POST', '/sessions/refresh', { headers })).status).toBe(200);
  expect((await call('POST', '/sessions', { body: { name: 'admin', password: adminPassword } })).status).toBe(
    201,
  );
  await app.close();
});

test('a password hash of another cost is made anew at the next sign-in', async () => {
  const cheap = await openTestIdentity(ground);
  await cheap.ensureAdmin(adminPassword);
  const first = await serve(ground, cheap);
  const signIn = { body: { name: 'admin', password: adminPassword } };
  const { body } = await first.call<Session>('POST', '/sessions', signIn);
  await first.app.close();
  const stored = async () =>
    (await ground.vault.get(`identity.password.${body.user.id}`))?.secret.toString().split('$')[3];
  expect(await stored()).toBe('m=64,t=1,p=1');

  const dearer = await openTestIdentity(ground, { passwordCost: { memory: 128, passes: 2, parallelism: 1 } });
  const second = await serve(ground, dearer);
  expect(
    (await second.call('POST', '/sessions', { body: { name: 'admin', password: 'wrong' } })).status,
  ).toBe(401);
  expect(await stored()).toBe('m=64,t=1,p=1');
  expect((await second.call('POST', '/sessions', signIn)).status).toBe(201);
  expect(await stored()).toBe('m=128,t=2,p=1');
  expect((await second.call('POST', '/sessions', signIn)).status).toBe(201);
  await second.app.close();
});
