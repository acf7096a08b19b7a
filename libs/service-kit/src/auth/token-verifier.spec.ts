import { type KeyObject, generateKeyPairSync, randomBytes } from 'node:crypto';
import { DomainError } from '@tutti/kernel';
import { SignJWT, type JWTHeaderParameters, type JWTPayload, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { signAccessToken } from './access-token';
import { TokenVerifier } from './token-verifier';

const realm = { issuer: 'tutti:test', audience: 'tutti' };
const now = new Date('2026-11-22T12:00:00Z');
const seconds = now.getTime() / 1000;
const pair = generateKeyPairSync('ed25519');
const key = { kid: 'one', privateKey: pair.privateKey };

const setUp = (keys: Map<string, KeyObject>, later = new Map<string, KeyObject>()) => {
  const source = {
    refreshed: 0,
    key: (kid: string) => keys.get(kid),
    refresh: async () => {
      source.refreshed += 1;
      for (const [kid, one] of later) keys.set(kid, one);
    },
  };
  return { source, verifier: new TokenVerifier(source, realm, { now: () => now }) };
};
const known = () => setUp(new Map([['one', pair.publicKey]])).verifier;
const codeOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof DomainError ? error.code : String(error);
};
const claims: JWTPayload = {
  iss: realm.issuer,
  aud: realm.audience,
  sub: 'u1',
  role: 'user',
  iat: seconds,
  nbf: seconds,
  exp: seconds + 600,
};
const header: JWTHeaderParameters = { alg: 'EdDSA', typ: 'at+jwt', kid: 'one' };
const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const sign = (payload: JWTPayload, changes: Partial<JWTHeaderParameters> = {}): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ ...header, ...changes }).sign(pair.privateKey);

describe('TokenVerifier', () => {
  test('reads what signAccessToken wrote', async () => {
    const expiresAt = new Date(now.getTime() + 60_000);
    const content = {
      userId: 'u1',
      role: 'manager',
      mustChangePassword: true,
      issuedAt: now,
      expiresAt,
    } as const;
    const principal = await known().verify(await signAccessToken(content, realm, key));
    expect(principal).toMatchObject({
      kind: 'user',
      id: 'u1',
      role: 'manager',
      mustChangePassword: true,
      expiresAt,
    });
    expect(principal.permissions).toContain('devices:manage');
    expect(principal.permissions).not.toContain('users:manage');
  });

  test.each<[string, JWTPayload, Partial<JWTHeaderParameters>]>([
    ['expired', { ...claims, exp: seconds - 6 }, {}],
    ['not yet valid', { ...claims, nbf: seconds + 6 }, {}],
    ['without an end', without('exp'), {}],
    ['without a beginning', without('nbf'), {}],
    ['of nobody', without('sub'), {}],
    ['with a role that does not exist', { ...claims, role: 'root' }, {}],
    ['of another type', claims, { typ: 'JWT' }],
    ['of an empty type', claims, { typ: '' }],
    ['with an empty key id', claims, { kid: '' }],
    ['with an unknown key id', claims, { kid: 'two' }],
  ])('refuses a token %s', async (_name, payload, changes) => {
    expect(await codeOf(known().verify(await sign(payload, changes)))).toBe('request.unauthenticated');
  });

  test('refuses other algorithms, no algorithm, other keys and no token at all', async () => {
    const hmac = new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' });
    const publicBytes = pair.publicKey.export({ type: 'spki', format: 'der' });
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const tokens = [
      await hmac.sign(publicBytes),
      await hmac.sign(randomBytes(32)),
      new UnsecuredJWT(claims).encode(),
      await new SignJWT(claims).setProtectedHeader(header).sign(stranger),
      'a.b.c',
      '',
    ];
    for (const token of tokens) expect(await codeOf(known().verify(token))).toBe('request.unauthenticated');
  });

  test('fetches keys once for an unknown key id, and not again for the next', async () => {
    const rotated = setUp(new Map(), new Map([['one', pair.publicKey]]));
    expect((await rotated.verifier.verify(await sign(claims))).id).toBe('u1');
    for (const kid of ['a', 'b', 'c']) await codeOf(rotated.verifier.verify(await sign(claims, { kid })));
    expect(rotated.source.refreshed).toBe(1);
  });
});
