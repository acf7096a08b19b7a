import type { Problem } from '@tutti/contracts/common';
import type { Session, User } from '@tutti/contracts/identity';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adminPassword, passwordOf, startIdentity, type TestIdentity } from './identity.fixture';

let identity: TestIdentity;
let admin: { readonly id: string; readonly token: string };
beforeAll(async () => {
  identity = await startIdentity();
  const { body } = await identity.signIn('admin', adminPassword);
  admin = { id: body.user.id, token: body.accessToken };
});
afterAll(() => identity.stop());

interface Page {
  readonly items: readonly User[];
  readonly nextPageToken: string;
}

const newUser = (name: string) => ({ name, role: 'user', password: passwordOf(name) });
const create = <Body = User>(body: unknown, headers = {}) =>
  identity.call<Body>('POST', '/users', { token: admin.token, body, headers });
const change = <Body = User>(user: Pick<User, 'id' | 'version'>, body: unknown, token = admin.token) =>
  identity.call<Body>('PATCH', `/users/${user.id}`, {
    token,
    body,
    headers: { 'if-match': `"${user.version}"` },
  });

describe('creating a user', () => {
  test('answers with the user, its version and where it is', async () => {
    const { status, body, headers } = await create(newUser('Berta'));
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'Berta',
      role: 'user',
      disabled: false,
      mustChangePassword: true,
      version: 1,
    });
    expect(headers.get('etag')).toBe('"1"');
    expect(headers.get('location')).toBe(`/api/v1/users/${body.id}`);
    expect(Number(headers.get('tutti-position'))).toBeGreaterThan(0);
    const read = await identity.call<User>('GET', `/users/${body.id}`, { token: admin.token });
    expect(read.body).toEqual(body);
    expect(read.headers.get('etag')).toBe('"1"');
  });

  test.each(['berta', 'BERTA', 'Ｂerta'])(
    'with the taken name %s is 409 and leaves nothing behind',
    async (name) => {
      const { status, body } = await create<Problem>(newUser(name));
      expect(status).toBe(409);
      expect(body.code).toBe('name.taken');
      const { items } = (await identity.call<Page>('GET', '/users', { token: admin.token })).body;
      expect(items.filter((user) => user.name.toLowerCase() === 'berta')).toHaveLength(1);
      expect((await identity.signIn('berta', passwordOf('Berta'))).status).toBe(201);
    },
  );

  test('of which two come at once with one name lets one through', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => create<Problem>(newUser('twin'))));
    expect(all.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect((await identity.signIn('twin', passwordOf('twin'))).status).toBe(201);
  });

  test('repeated with its Idempotency-Key is done once', async () => {
    const headers = { 'idempotency-key': '"create-carla"' };
    const first = await create(newUser('carla'), headers);
    const again = await create(newUser('carla'), headers);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('tutti-position')).toBe(first.headers.get('tutti-position'));
  });

  test('of something else under a used Idempotency-Key is 422 and harms nobody', async () => {
    const headers = { 'idempotency-key': '"create-dora"' };
    await create(newUser('dora'), headers);
    const other = await create<Problem>(
      { ...newUser('dora'), password: 'a password that is not hers' },
      headers,
    );
    expect(other.status).toBe(422);
    expect(other.body.code).toBe('request.idempotency-key-reused');
    expect((await identity.signIn('dora', passwordOf('dora'))).status).toBe(201);
    expect((await identity.signIn('dora', 'a password that is not hers')).status).toBe(401);
  });

  test.each([
    [{ name: 'x y', role: 'user', password: passwordOf('x') }, '/name'],
    [{ name: 'emil', role: 'king', password: passwordOf('emil') }, '/role'],
    [{ name: 'emil', role: 'user', password: 'too short' }, '/password'],
    [{ ...newUser('emil'), id: 'mine' }, '/id'],
  ])('with a fault is 400 and names it: %j', async (body, pointer) => {
    const refused = await create<Problem>(body);
    expect(refused.status).toBe(400);
    expect(refused.body.code).toBe('request.invalid');
    expect(refused.body.errors?.map((fault) => fault.pointer)).toContain(pointer);
  });

  test('with a password that everybody guesses is 422', async () => {
    const refused = await create<Problem>({ ...newUser('emil'), password: 'Password12345!' });
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe('identity.password-too-common');
  });

  test('needs a session and the right', async () => {
    const { token } = await identity.newUser('manuela', 'manager');
    expect((await identity.call('POST', '/users', { body: newUser('fritz') })).status).toBe(401);
    const refused = await identity.call<Problem>('POST', '/users', { token, body: newUser('fritz') });
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('request.forbidden');
  });
});

describe('changing a user', () => {
  let user: User;
  let count = 0;
  beforeEach(async () => {
    ({ user } = await identity.newUser(`subject${++count}`, 'user'));
    user = (await identity.call<User>('GET', `/users/${user.id}`, { token: admin.token })).body;
  });

  test('gives a role and answers with the new version', async () => {
    const changed = await change(user, { role: 'manager' });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({ ...user, role: 'manager', version: user.version + 1 });
    expect(changed.headers.get('etag')).toBe(`"${user.version + 1}"`);
  });

  test('by disabling ends sessions and sign-ins, until enabled again', async () => {
    const session = await identity.signIn(user.name, passwordOf(user.name));
    const disabled = await change(session.body.user, { disabled: true });
    expect(disabled.body.disabled).toBe(true);
    const headers = {
      'x-requested-with': 'test',
      cookie: `tutti_refresh=${session.cookies['tutti_refresh'] ?? ''}`,
    };
    expect((await identity.call('POST', '/sessions/refresh', { headers })).status).toBe(401);
    expect((await identity.signIn(user.name, passwordOf(user.name))).status).toBe(401);
    const again = await change<Problem>(disabled.body, { disabled: true });
    expect([again.status, again.body.code]).toEqual([409, 'identity.user-disabled']);
    expect((await change(disabled.body, { disabled: false })).status).toBe(200);
    expect((await identity.signIn(user.name, passwordOf(user.name))).status).toBe(201);
  });

  test('is refused when it changes nothing', async () => {
    const role = await change<Problem>(user, { role: 'user' });
    expect([role.status, role.body.code]).toEqual([409, 'identity.role-unchanged']);
    const enabled = await change<Problem>(user, { disabled: false });
    expect([enabled.status, enabled.body.code]).toEqual([409, 'identity.user-not-disabled']);
  });

  test('needs If-Match (428) with the version as it is (412)', async () => {
    const blind = await identity.call<Problem>('PATCH', `/users/${user.id}`, {
      token: admin.token,
      body: { role: 'manager' },
    });
    expect([blind.status, blind.body.code]).toEqual([428, 'request.if-match-required']);
    const stale = await change<Problem>({ id: user.id, version: user.version - 1 }, { role: 'manager' });
    expect([stale.status, stale.body.code]).toEqual([412, 'aggregate.stale-version']);
  });

  test('that does not exist is 404, for reading too', async () => {
    const absent = await change<Problem>({ id: 'absent', version: 0 }, { role: 'manager' });
    expect([absent.status, absent.body.code]).toEqual([404, 'identity.user-not-found']);
    expect((await identity.call('GET', '/users/absent', { token: admin.token })).status).toBe(404);
  });

  test('is not for the own account', async () => {
    const me = (await identity.call<User>('GET', '/users/me', { token: admin.token })).body;
    const self = await change<Problem>(me, { role: 'user' });
    expect([self.status, self.body.code]).toEqual([409, 'identity.own-account']);
    expect((await change(me, { disabled: true })).status).toBe(409);
  });

  test('is over for an administrator who is none any more, though the token still says so', async () => {
    const second = await identity.newUser(`second${count}`, 'admin');
    const seen = (await identity.call<User>('GET', `/users/${second.user.id}`, { token: admin.token })).body;
    expect((await change(seen, { role: 'user' })).status).toBe(200);
    const refused = await change<Problem>(user, { role: 'manager' }, second.token);
    expect([refused.status, refused.body.code]).toEqual([403, 'request.forbidden']);
    expect(
      (await identity.call('POST', '/users', { token: second.token, body: newUser('late') })).status,
    ).toBe(403);
  });
});

describe('the list', () => {
  test('pages, filters and sorts', async () => {
    const all = (await identity.call<Page>('GET', '/users?pageSize=500', { token: admin.token })).body.items;
    expect(all[0]?.name).toBe('admin');
    const seen: User[] = [];
    for (let pageToken: string | undefined; pageToken !== '';) {
      const query = `pageSize=3${pageToken === undefined ? '' : `&pageToken=${pageToken}`}`;
      const page: Page = (await identity.call<Page>('GET', `/users?${query}`, { token: admin.token })).body;
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items);
      pageToken = page.nextPageToken;
    }
    expect(seen).toEqual(all);
    const managers = await identity.call<Page>('GET', '/users?q=role==manager;disabled==false', {
      token: admin.token,
    });
    expect(managers.body.items).toEqual(all.filter(({ role, disabled }) => role === 'manager' && !disabled));
    expect(managers.body.items.length).toBeGreaterThan(0);
  });

  test('refuses what it does not know', async () => {
    const of = async (query: string) => {
      const { status, body } = await identity.call<Problem>('GET', `/users?${query}`, { token: admin.token });
      return [status, body.code];
    };
    expect(await of('q=password==x')).toEqual([400, 'query.invalid']);
    expect(await of('sort=password')).toEqual([400, 'request.invalid']);
    expect(await of('pageToken=x')).toEqual([400, 'page.invalid']);
    expect(await of('surprise=1')).toEqual([400, 'request.invalid']);
  });

  test('needs a session', async () => {
    const { status, body } = await identity.call<Problem>('GET', '/users');
    expect([status, body.code]).toEqual([401, 'request.unauthenticated']);
  });
});

describe('changing the own password', () => {
  const put = <Body = Problem>(token: string, current: string, next: string) =>
    identity.call<Body>('PUT', '/users/me/password', { token, body: { current, new: next } });

  test('comes first for a user whose password somebody else chose', async () => {
    await create(newUser('greta'));
    const first = await identity.signIn('greta', passwordOf('greta'));
    const { accessToken } = first.body;
    expect(first.body.user.mustChangePassword).toBe(true);
    const refused = await identity.call<Problem>('GET', '/users', { token: accessToken });
    expect([refused.status, refused.body.code]).toEqual([403, 'identity.password-change-required']);
    expect((await identity.call('GET', '/users/me', { token: accessToken })).status).toBe(200);
    const changed = await put<Session>(accessToken, passwordOf('greta'), 'her own quiet marmalade');
    expect(changed.status).toBe(200);
    expect(changed.body.user.mustChangePassword).toBe(false);
    expect((await identity.call('GET', '/users', { token: changed.body.accessToken })).status).toBe(200);
    expect((await identity.signIn('greta', passwordOf('greta'))).status).toBe(401);
    expect((await identity.signIn('greta', 'her own quiet marmalade')).status).toBe(201);
  });

  test('ends the other sessions and opens a new one', async () => {
    const { token } = await identity.newUser('hanna', 'user');
    const other = await identity.signIn('hanna', passwordOf('hanna'));
    const changed = await put<Session>(token, passwordOf('hanna'), 'seventeen green umbrellas');
    const refresh = (refreshToken: string | undefined) => {
      const headers = { 'x-requested-with': 'test', cookie: `tutti_refresh=${refreshToken ?? ''}` };
      return identity.call('POST', '/sessions/refresh', { headers });
    };
    expect((await refresh(other.cookies['tutti_refresh'])).status).toBe(401);
    expect((await refresh(changed.cookies['tutti_refresh'])).status).toBe(200);
  });

  test.each([
    ['not the password', 'seventeen green umbrellas', 422, 'identity.wrong-password'],
    [passwordOf('ida'), passwordOf('ida'), 422, 'identity.password-unchanged'],
    [passwordOf('ida'), 'Administrator2026', 422, 'identity.password-too-common'],
    [passwordOf('ida'), 'short', 400, 'request.invalid'],
  ])('from %s to %s is %i %s', async (current, next, status, code) => {
    const known = await identity.signIn('ida', passwordOf('ida'));
    const token =
      known.status === 201 ? known.body.accessToken : (await identity.newUser('ida', 'user')).token;
    const refused = await put(token, current, next);
    expect([refused.status, refused.body.code]).toEqual([status, code]);
    expect((await identity.signIn('ida', passwordOf('ida'))).status).toBe(201);
  });

  test('cannot be guessed through', async () => {
    const { token } = await identity.newUser('jutta', 'user');
    for (let n = 0; n < 5; n++)
      expect((await put(token, `guess ${n}`, 'seventeen green umbrellas')).status).toBe(422);
    expect((await put(token, passwordOf('jutta'), 'seventeen green umbrellas')).status).toBe(429);
  });

  test('twice at once is done once', async () => {
    const { token } = await identity.newUser('klara', 'user');
    const passwords = ['seventeen green umbrellas', 'eighteen blue umbrellas'];
    const answers = await Promise.all(passwords.map((next) => put(token, passwordOf('klara'), next)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    const winner = passwords[answers.findIndex(({ status }) => status === 200)] ?? '';
    expect((await identity.signIn('klara', winner)).status).toBe(201);
  });
});
