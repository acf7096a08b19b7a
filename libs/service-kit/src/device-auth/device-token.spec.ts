import { createUser } from '@nats-io/nkeys';
import type { DeviceTokenClaims } from '@tutti/contracts/devices';
import { DomainError } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { readDeviceToken } from './device-token';
import { nkeySigned } from './nkey';

const now = new Date('2026-01-01T00:00:00Z');
const seconds = now.getTime() / 1000;
const key = createUser();
const other = createUser();
const claims: DeviceTokenClaims = {
  iss: 'd'.repeat(26),
  key: key.getPublicKey(),
  aud: 'tutti',
  htm: 'PUT',
  htu: '/api/v1/x?y=1',
  sha256: '0'.repeat(64),
  size: 0,
  iat: seconds,
  exp: seconds + 60,
  jti: 'one',
};
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const sign = (
  changes: object = {},
  header: object = { alg: 'EdDSA', typ: 'tutti-device+jwt' },
  signer = key,
) => {
  const signed = `${encoded(header)}.${encoded({ ...claims, ...changes })}`;
  return `${signed}.${Buffer.from(signer.sign(new TextEncoder().encode(signed))).toString('base64url')}`;
};
const read = (token: string, method = 'PUT', path = '/api/v1/x?y=1') =>
  readDeviceToken({ token, method, path }, now);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
  return 'none';
};

describe('a device token', () => {
  test('made for this request is read', () => expect(read(sign())).toEqual(claims));

  test.each([
    ['of another method', sign({ htm: 'POST' })],
    ['of another path', sign({ htu: '/api/v1/x?y=2' })],
    ['for somebody else', sign({ aud: 'other' })],
    ['signed by another key', sign({}, undefined, other)],
    ['without a signature', `${encoded({ alg: 'none', typ: 'tutti-device+jwt' })}.${encoded(claims)}.`],
    ['of another algorithm', sign({}, { alg: 'HS256', typ: 'tutti-device+jwt' })],
    ['of another type', sign({}, { alg: 'EdDSA', typ: 'at+jwt' })],
    ['expired', sign({ iat: seconds - 91, exp: seconds - 31 })],
    ['from the future', sign({ iat: seconds + 31, exp: seconds + 61 })],
    ['that lives too long', sign({ exp: seconds + 61 })],
    ['that ends before it begins', sign({ iat: seconds + 10, exp: seconds + 5 })],
    ['with more after it', `${sign()}.x`],
    ['of no shape at all', 'x'],
  ])('%s is refused', (_, token) => expect(codeOf(() => read(token))).toBe('device.token-invalid'));

  test('may come from a clock that is a little off', () => {
    expect(read(sign({ iat: seconds - 89, exp: seconds - 29 }))).toBeDefined();
    expect(read(sign({ iat: seconds + 29, exp: seconds + 59 }))).toBeDefined();
  });
});

test('OpenSSL and nkeys agree on signatures, and a key with a wrong check sum signs nothing', () => {
  const bytes = new TextEncoder().encode('hello');
  const signature = key.sign(bytes);
  const publicKey = key.getPublicKey();
  const mistyped = `${publicKey.slice(0, 55)}${publicKey.endsWith('A') ? 'B' : 'A'}`;
  expect(nkeySigned(publicKey, bytes, signature)).toBe(true);
  expect(nkeySigned(publicKey, new TextEncoder().encode('hullo'), signature)).toBe(false);
  expect(nkeySigned(other.getPublicKey(), bytes, signature)).toBe(false);
  expect(nkeySigned(mistyped, bytes, signature)).toBe(false);
});
