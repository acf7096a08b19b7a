import { createUser } from '@nats-io/nkeys';
import { describe, expect, it } from 'vitest';
import { sha256, verifyDeviceToken } from '../testing/device-signatures';
import { deviceToken } from './device-token';

const key = createUser();
const body = Buffer.from('picture');
const now = Date.UTC(2026, 0, 2, 3, 4, 5);
const token = deviceToken(key, { deviceId: 'a'.repeat(26), method: 'PUT', path: '/api/v1/x?y=1', body, now });

describe('the device token', () => {
  it('is verified by node:crypto and binds method, path, body and a minute', () => {
    const claims = verifyDeviceToken(token);
    expect(claims).toMatchObject({ iss: 'a'.repeat(26), key: key.getPublicKey(), aud: 'tutti' });
    expect(claims).toMatchObject({ htm: 'PUT', htu: '/api/v1/x?y=1', sha256: sha256(body), size: 7 });
    expect([claims.iat, claims.exp - claims.iat]).toEqual([now / 1000 - 2, 60]);
  });

  it('does not survive a change of what it says', () => {
    const [header, payload, signature] = token.split('.');
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, htm: 'DELETE' })).toString('base64url');
    expect(() => verifyDeviceToken(`${header}.${forged}.${signature}`)).toThrow('forged');
  });
});
