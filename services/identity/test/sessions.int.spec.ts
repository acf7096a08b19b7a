import type { Problem } from '@tutti/contracts/common';
import type { Session, User } from '@tutti/contracts/identity';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminPassword, passwordOf, startIdentity, type TestIdentity } from './identity.fixture';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const hour = 3_600_000;
const ours = { 'x-requested-with': 'test' };
const refresh = <Body = Session>(token: string | undefined) =>
  identity.call<Body>('POST', '/sessions/refresh', {
    headers: { ...ours, cookie: `tutti_refresh=${token ?? ''}` },
  });
const signInAsAdmin = () => identity.signIn('admin', adminPassword);
const usersAs = (token: string) => identity.call('GET', '/users', { token });

describe('signing in', () => {
  test('answers with an access token and sets both cookies', async () => {
    const { status, body, headers, cookies } = await signInAsAdmin();
    expect(status).toBe(201);
    expect(body.user).toMatchObject({
      name: 'admin',
      role: 'admin',
      mustChangePassword: false,
      disabled: false,
    });
    expect(Date.parse(body.expiresAt) - identity.now()).toBeGreaterThan(9 * 60_000);
    expect(Date.parse(body.expiresAt) - identity.now()).toBeLessThanOrEqual(10 * 60_000);
    expect(cookies['tutti_session']).toBe(body.accessToken);
    expect(headers.get('cache-control')).toBe('no-store');
    const [session, refreshed] = headers.getSetCookie();
    expect(session).toMatch(/Path=\/api;.*HttpOnly;.*SameSite=Strict/);
    expect(refreshed).toMatch(/^tutti_refresh=.*Path=\/api\/v1\/sessions;.*HttpOnly;.*SameSite=Strict/);
    expect((await usersAs(body.accessToken)).status).toBe(200);
  });

  test('the token says who and which role, and no name', async () => {
    const { body } = await signInAsAdmin();
    expect(decodeProtectedHeader(body.accessToken)).toMatchObject({ alg: 'EdDSA', typ: 'at+jwt' });
    const claims = decodeJwt(body.accessToken);
    expect(claims).toMatchObject({ sub: body.user.id, role: 'admin', iss: 'tutti', aud: 'tutti' });
    expect(Object.keys(claims).sort()).toEqual(
      ['aud', 'exp', 'iat', 'iss', 'must_change_password', 'nbf', 'role', 'sub'].sort(),
    );
  });

  test('by cookie alone reads, and changes only from our own pages', async () => {
    const { cookies } = await signInAsAdmin();
    const cookie = `tutti_session=${cookies['tutti_session'] ?? ''}`;
    expect((await identity.call('GET', '/users/me', { headers: { cookie } })).status).toBe(200);
    const body = { name: 'forged', role: 'admin', password: passwordOf('forged') };
    const elsewhere = { cookie, origin: 'https://evil.example' };
    expect((await identity.call('POST', '/users', { headers: elsewhere, body })).status).toBe(403);
  });

  test.each([
    ['admin', 'not the password'],
    ['nobody-here', 'the-admin-chose-this'],
  ])('as %s with the wrong password is 401 and tells nothing', async (name, password) => {
    const { status, body, headers } = await identity.call<Problem>('POST', '/sessions', {
      body: { name, password },
    });
    expect(status).toBe(401);
    expect(body).toMatchObject({ code: 'identity.wrong-credentials', detail: 'Name or password is wrong.' });
    expect(headers.getSetCookie()).toEqual([]);
  });

  test('does not mind the case of the name', async () => {
    expect((await identity.signIn('ADMIN', adminPassword)).status).toBe(201);
  });

  test.each([{}, { name: 'admin' }, { name: 'admin', password: adminPassword, extra: 1 }, 'text', null])(
    'with the body %j is 400',
    async (body) => {
      const { status } = await identity.call('POST', '/sessions', { body });
      expect(status).toBe(400);
    },
  );

  test('that fails again and again has to wait, for this name only', async () => {
    await identity.newUser('unlucky', 'user');
    for (let n = 0; n < 5; n++) expect((await identity.signIn('unlucky', 'wrong')).status).toBe(401);
    const refused = await identity.call<Problem>('POST', '/sessions', {
      body: { name: 'unlucky', password: passwordOf('unlucky') },
    });
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('request.rate-limited');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await signInAsAdmin()).status).toBe(201);
    identity.pass(1100);
    expect((await identity.signIn('unlucky', passwordOf('unlucky'))).status).toBe(201);
  });

  test('is an event once a day, whatever the number of sign-ins', async () => {
    const { user } = await identity.newUser('frequent', 'user');
    const events = async () =>
      (await identity.log.load(`evt.identity.user.${user.id}`, 0)).flatMap((c) => c.events);
    await identity.signIn('frequent', passwordOf('frequent'));
    const first = (await events()).filter(({ event }) => event.type === 'SignedIn');
    expect(first).toHaveLength(1);
    expect(first[0]?.metadata.authId).toBe(`user:${user.id}`);
    identity.pass(24 * hour);
    const again = await identity.signIn('frequent', passwordOf('frequent'));
    expect((await events()).filter(({ event }) => event.type === 'SignedIn')).toHaveLength(2);
    expect(Date.parse(again.body.user.lastSignedInAt ?? '')).toBeGreaterThan(identity.now() - hour);
  });

  test('shows as the last one of its user, to the second', async () => {
    const { user } = await identity.newUser('punctual', 'user');
    const admin = { token: (await signInAsAdmin()).body.accessToken };
    const shown = async (): Promise<number> =>
      Date.parse((await identity.call<User>('GET', `/users/${user.id}`, admin)).body.lastSignedInAt ?? '');
    const first = await shown();
    identity.pass(5000);
    const before = identity.now();
    const again = await identity.signIn('punctual', passwordOf('punctual'));
    expect(await shown()).toBeGreaterThanOrEqual(before);
    expect(Date.parse(again.body.user.lastSignedInAt ?? '')).toBe(await shown());
    const since = async (time: number): Promise<readonly string[]> => {
      const q = encodeURIComponent(`lastSignedInAt=ge=${new Date(time).toISOString()};id==${user.id}`);
      const { body } = await identity.call<{ items: User[] }>('GET', `/users?q=${q}`, admin);
      return body.items.map(({ name }) => name);
    };
    expect(await since(before)).toEqual(['punctual']);
    expect(await since(identity.now() + 1000)).toEqual([]);
    // Refreshing a session is no sign-in.
    const at = await shown();
    identity.pass(5000);
    expect((await refresh(again.cookies['tutti_refresh'])).status).toBe(200);
    expect(await shown()).toBe(at);
    expect(at).toBeGreaterThan(first);
  });

  test('failed ones are counted and logged, without name and password', async () => {
    await identity.signIn('admin', 'wrong-and-secret');
    const metrics = await identity.metrics();
    expect(metrics).toMatch(/tutti_identity_sign_ins_total\{outcome="failed"\} [1-9]/);
    expect(identity.logged.filter((line) => line.includes('A sign-in failed')).length).toBeGreaterThan(0);
    expect(identity.logged.join('\n')).not.toMatch(/wrong-and-secret|nobody-here|unlucky/);
  });
});

describe('a refresh', () => {
  test('rotates the token and continues the session', async () => {
    const first = await signInAsAdmin();
    const second = await refresh(first.cookies['tutti_refresh']);
    expect(second.status).toBe(200);
    expect(second.cookies['tutti_refresh']).not.toBe(first.cookies['tutti_refresh']);
    expect((await usersAs(second.body.accessToken)).status).toBe(200);
    expect((await refresh(second.cookies['tutti_refresh'])).status).toBe(200);
  });

  test('with a used token ends the whole session, and says so to operators', async () => {
    const first = await signInAsAdmin();
    const second = await refresh(first.cookies['tutti_refresh']);
    const stolen = await refresh<Problem>(first.cookies['tutti_refresh']);
    expect(stolen.status).toBe(401);
    expect(stolen.body.code).toBe('identity.session-ended');
    expect((await refresh(second.cookies['tutti_refresh'])).status).toBe(401);
    expect(identity.logged.some((line) => line.includes('used twice'))).toBe(true);
    const metrics = await identity.metrics();
    expect(metrics).toMatch(/tutti_identity_refused_refreshes_total\{reason="reused"\} [1-9]/);
  });

  test('many times at once lets one through at most, and the session ends', async () => {
    const first = await signInAsAdmin();
    const all = await Promise.all(Array.from({ length: 8 }, () => refresh(first.cookies['tutti_refresh'])));
    const through = all.filter(({ status }) => status === 200);
    expect(through).toHaveLength(1);
    expect((await refresh(through[0]?.cookies['tutti_refresh'])).status).toBe(401);
  });

  test.each([undefined, '', 'x', `${'a'.repeat(22)}.${'b'.repeat(43)}`])(
    'with the token %s is 401',
    async (token) => {
      expect((await refresh(token)).status).toBe(401);
    },
  );

  test('keeps a session for two idle hours and twelve in all', async () => {
    let last = await signInAsAdmin();
    const end = identity.now() + 12 * hour;
    for (let n = 0; n < 6; n++) {
      identity.pass(1.9 * hour);
      last = await refresh(last.cookies['tutti_refresh']);
      expect(last.status).toBe(200);
    }
    identity.pass(0.55 * hour);
    const almost = await refresh(last.cookies['tutti_refresh']);
    // No access token outlives its session.
    expect(Date.parse(almost.body.expiresAt)).toBeLessThanOrEqual(end);
    expect(Date.parse(almost.body.expiresAt)).toBeGreaterThan(end - 60_000);
    identity.pass(0.1 * hour);
    expect((await refresh(almost.cookies['tutti_refresh'])).status).toBe(401);
    const idle = await signInAsAdmin();
    identity.pass(2 * hour);
    expect((await refresh(idle.cookies['tutti_refresh'])).status).toBe(401);
  });

  test('takes up a new role', async () => {
    const { user } = await identity.newUser('promoted', 'user');
    const session = await identity.signIn('promoted', passwordOf('promoted'));
    const admin = await signInAsAdmin();
    const promoted = await identity.call<User>('PATCH', `/users/${user.id}`, {
      token: admin.body.accessToken,
      body: { role: 'manager' },
      headers: { 'if-match': `"${session.body.user.version}"` },
    });
    expect(promoted.status).toBe(200);
    const next = await refresh(session.cookies['tutti_refresh']);
    expect(decodeJwt(next.body.accessToken)).toMatchObject({ role: 'manager' });
  });
});

describe('signing out', () => {
  test('ends the session and clears the cookies', async () => {
    const { cookies } = await signInAsAdmin();
    const cookie = `tutti_refresh=${cookies['tutti_refresh'] ?? ''}`;
    const out = await identity.call('DELETE', '/sessions/current', { headers: { ...ours, cookie } });
    expect(out.status).toBe(204);
    expect(out.cookies).toEqual({ tutti_session: '', tutti_refresh: '' });
    expect((await refresh(cookies['tutti_refresh'])).status).toBe(401);
  });

  test('leaves the other sessions alone, and does nothing without a session', async () => {
    const other = await signInAsAdmin();
    expect((await identity.call('DELETE', '/sessions/current')).status).toBe(204);
    expect((await refresh(other.cookies['tutti_refresh'])).status).toBe(200);
  });
});

test('an access token ends after ten minutes', async () => {
  const { body } = await signInAsAdmin();
  identity.pass(10 * 60_000 + 10_000);
  expect((await usersAs(body.accessToken)).status).toBe(401);
});
