import {
  OwnAccountServiceService,
  SessionServiceService,
} from '@tutti/contracts/gen/tutti/identity/v1/session';
import { Role, UserServiceService } from '@tutti/contracts/gen/tutti/identity/v1/user';
import type { User } from '@tutti/contracts/identity';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adminPassword, passwordOf, startIdentity, type TestIdentity } from './identity.fixture';

const { signIn, refreshSession, signOut } = SessionServiceService;
const { getOwnAccount, changeOwnPassword } = OwnAccountServiceService;
const { listUsers, createUser, getUser, changeUser } = UserServiceService;

let identity: TestIdentity;
let caller: GrpcCaller;
let admin: { readonly authorization: string };
beforeAll(async () => {
  identity = await startIdentity();
  caller = new GrpcCaller(identity.grpc);
  admin = await bearerOf('admin', adminPassword);
});
afterAll(async () => {
  caller.close();
  await identity.stop();
});

const sessionOf = async (name: string, password = passwordOf(name)) => {
  const { body } = await caller.call(signIn, { name, password });
  if (!body.session) throw new Error('no session');
  return body.session;
};
const bearerOf = async (name: string, password?: string) => ({
  authorization: `Bearer ${(await sessionOf(name, password)).accessToken}`,
});
const create = (name: string, role: Role = Role.USER) =>
  caller.call(createUser, { name, role, password: passwordOf(name), mustChangePassword: false }, admin);

describe('a session by gRPC', () => {
  test('begins with name and password, and works for REST as well', async () => {
    const session = await sessionOf('admin', adminPassword);
    expect(session.user).toMatchObject({ name: 'admin', role: Role.ADMIN });
    const me = await identity.call<User>('GET', '/users/me', { token: session.accessToken });
    expect(me).toMatchObject({ status: 200, body: { id: session.user?.id } });
  });

  test('does not begin with a wrong one', async () => {
    const wrong = { name: 'admin', password: 'not the password' };
    expect(await caller.refused(signIn, wrong)).toMatchObject({
      status: 'UNAUTHENTICATED',
      reason: 'IDENTITY_WRONG_CREDENTIALS',
      info: { code: 'identity.wrong-credentials' },
    });
    expect(await caller.refused(signIn, { name: '', password: '' })).toMatchObject({
      status: 'INVALID_ARGUMENT',
      violations: [{ field: 'name' }, { field: 'password' }],
    });
  });

  test('is continued by its refresh token, once, and ended', async () => {
    const first = await sessionOf('admin', adminPassword);
    const { body } = await caller.call(refreshSession, { refreshToken: first.refreshToken });
    const next = { refreshToken: body.session?.refreshToken ?? '' };
    expect(next.refreshToken).not.toBe(first.refreshToken);
    await caller.call(signOut, next);
    const ended = { status: 'UNAUTHENTICATED', reason: 'IDENTITY_SESSION_ENDED' };
    expect(await caller.refused(refreshSession, next)).toMatchObject(ended);
    expect(await caller.refused(refreshSession, { refreshToken: 'nonsense' })).toMatchObject(ended);
  });

  test('that is guessed at waits, as in REST (S0)', async () => {
    const guess = { name: 'nobody-knows', password: 'a guess' };
    const refusals = [];
    for (let n = 0; n < 20; n++) refusals.push(await caller.refused(signIn, guess));
    const limited = refusals.find(({ status }) => status === 'RESOURCE_EXHAUSTED');
    expect(limited).toMatchObject({ reason: 'REQUEST_RATE_LIMITED' });
    expect(limited?.retrySeconds).toBeGreaterThan(0);
  });
});

describe('users by gRPC', () => {
  test('are created, read at the position of the answer, changed and listed', async () => {
    const { body, position = '', etag = '' } = await create('mona');
    const id = body.user?.id ?? '';
    const read = await caller.call(getUser, { id }, { ...admin, 'tutti-position': position });
    expect(read).toMatchObject({ etag, body: { user: { name: 'mona', lastSignedInAt: null } } });
    const changed = await caller.call(changeUser, { id, role: Role.MANAGER }, { ...admin, 'if-match': etag });
    expect(changed.body.user).toMatchObject({ role: Role.MANAGER });
    const headers = { ...admin, 'tutti-position': changed.position ?? '' };
    const listed = await caller.call(listUsers, { q: 'role==manager' }, headers);
    expect(listed.body.items.map(({ name }) => name)).toEqual(['mona']);
  });

  test('a command needs the version that was seen', async () => {
    const { body } = await create('vera');
    const change = { id: body.user?.id ?? '', disabled: true };
    expect(await caller.refused(changeUser, change, admin)).toMatchObject({
      status: 'FAILED_PRECONDITION',
      reason: 'REQUEST_IF_MATCH_REQUIRED',
    });
    expect(await caller.refused(changeUser, change, { ...admin, 'if-match': '"7"' })).toMatchObject({
      status: 'ABORTED',
      reason: 'AGGREGATE_STALE_VERSION',
    });
    expect(await caller.refused(changeUser, change, { ...admin, 'if-match': '*' })).toMatchObject({
      status: 'INVALID_ARGUMENT',
    });
  });

  test('a key is one key over REST and gRPC: the same command once, another one refused', async () => {
    const headers = { 'idempotency-key': '"twice"' };
    const request = { name: 'kim', role: Role.USER, password: passwordOf('kim'), mustChangePassword: false };
    const first = await caller.call(createUser, request, { ...admin, ...headers });
    const again = await caller.call(createUser, request, { ...admin, ...headers });
    expect(again).toEqual(first);
    const token = admin.authorization.replace('Bearer ', '');
    const rest = await identity.call<User>('POST', '/users', {
      token,
      headers,
      body: { ...request, role: 'user' },
    });
    expect([rest.status, rest.body.id, rest.headers.get('tutti-position')]).toEqual([
      201,
      first.body.user?.id,
      first.position,
    ]);
    expect(
      await caller.refused(createUser, { ...request, name: 'lee' }, { ...admin, ...headers }),
    ).toMatchObject({ status: 'INVALID_ARGUMENT', reason: 'REQUEST_IDEMPOTENCY_KEY_REUSED' });
  });

  test.each([
    ['a taken name', { name: 'admin', role: Role.USER }, 'ALREADY_EXISTS', 'NAME_TAKEN'],
    ['no role', { name: 'nora', role: Role.UNSPECIFIED }, 'INVALID_ARGUMENT', 'REQUEST_INVALID'],
    ['a role unheard of', { name: 'nora', role: 77 as Role }, 'INVALID_ARGUMENT', 'REQUEST_INVALID'],
    ['a name of blanks', { name: ' ', role: Role.USER }, 'INVALID_ARGUMENT', 'REQUEST_INVALID'],
  ])('with %s are refused', async (_, user, status, reason) => {
    const request = { ...user, password: passwordOf('nora') };
    expect(await caller.refused(createUser, request, admin)).toMatchObject({ status, reason });
  });

  test('an unknown role changes nothing, and is no absent one', async () => {
    const { body, etag = '' } = await create('otto');
    const change = { id: body.user?.id ?? '', role: 77 as Role, disabled: true };
    expect(await caller.refused(changeUser, change, { ...admin, 'if-match': etag })).toMatchObject({
      status: 'INVALID_ARGUMENT',
      violations: [{ field: 'role' }],
    });
  });

  test('are refused to those without the right, and to nobody', async () => {
    await create('paul');
    const paul = await bearerOf('paul');
    expect((await caller.call(listUsers, {}, paul)).body.items.length).toBeGreaterThan(0);
    const request = { name: 'quin', role: Role.USER, password: passwordOf('quin') };
    expect(await caller.refused(createUser, request, paul)).toMatchObject({
      status: 'PERMISSION_DENIED',
      reason: 'REQUEST_FORBIDDEN',
    });
    expect(await caller.refused(listUsers, {})).toMatchObject({ status: 'UNAUTHENTICATED' });
    expect(await caller.refused(getUser, { id: 'nobody' }, admin)).toMatchObject({
      status: 'NOT_FOUND',
      reason: 'IDENTITY_USER_NOT_FOUND',
    });
    expect(await caller.refused(listUsers, { pageSize: 0 }, admin)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      violations: [{ field: 'page_size' }],
    });
    expect(await caller.refused(listUsers, { q: 'name=bogus=1' }, admin)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      reason: 'QUERY_INVALID',
    });
  });
});

describe('the own account by gRPC', () => {
  test('is shown, and takes a new password, which ends all sessions', async () => {
    await create('rosa');
    const session = await sessionOf('rosa');
    const rosa = { authorization: `Bearer ${session.accessToken}` };
    expect((await caller.call(getOwnAccount, {}, rosa)).body.user).toMatchObject({ name: 'rosa' });
    const change = { current: passwordOf('rosa'), new: 'rosa plays the cello now' };
    const { body } = await caller.call(changeOwnPassword, change, rosa);
    expect(body.session?.user).toMatchObject({ name: 'rosa' });
    const { refreshToken } = session;
    expect(await caller.refused(refreshSession, { refreshToken })).toMatchObject({
      reason: 'IDENTITY_SESSION_ENDED',
    });
    expect(await caller.refused(changeOwnPassword, change, rosa)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      reason: 'IDENTITY_WRONG_PASSWORD',
    });
  });

  test('must have a new password before anything else, where one is demanded', async () => {
    const request = { name: 'sven', role: Role.ADMIN, password: passwordOf('sven') };
    await caller.call(createUser, request, admin);
    const sven = await bearerOf('sven');
    expect(await caller.refused(listUsers, {}, sven)).toMatchObject({
      status: 'PERMISSION_DENIED',
      reason: 'IDENTITY_PASSWORD_CHANGE_REQUIRED',
    });
    await caller.call(getOwnAccount, {}, sven);
  });

  test('leaves no token or password in the log lines', () => {
    const logged = identity.logged.join('');
    expect(logged).toContain('tutti.identity.v1.SessionService/SignIn');
    expect(logged).not.toContain(adminPassword);
    expect(logged).not.toMatch(/eyJhbGci/);
  });
});
