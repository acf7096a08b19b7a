import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type DeviceTokenClaims, deviceTokenClaims } from '@tutti/contracts/devices';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** ASN.1 in front of the 32 bytes of an Ed25519 key (RFC 8410). */
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** The Ed25519 key inside a public nkey: base32 of one prefix byte, 32 key bytes and two of checksum. */
export function keyOf(publicNkey: string): KeyObject {
  const bits = [...publicNkey].map((each) => alphabet.indexOf(each).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2));
  return createPublicKey({
    key: Buffer.concat([spki, Buffer.from(bytes.slice(1, 33))]),
    format: 'der',
    type: 'spki',
  });
}

/** Checks a device token with nothing of ours but the contract. Throws when it is not right. */
export function verifyDeviceToken(token: string): DeviceTokenClaims {
  const [header, payload, signature] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined)
    throw new Error('no compact JWS');
  const told: unknown = JSON.parse(Buffer.from(header, 'base64url').toString());
  if (JSON.stringify(told) !== '{"alg":"EdDSA","typ":"tutti-device+jwt"}') throw new Error('another header');
  const claims = deviceTokenClaims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  const signed = Buffer.from(`${header}.${payload}`);
  if (!verify(null, signed, keyOf(claims.key), Buffer.from(signature, 'base64url')))
    throw new Error('forged');
  return claims;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
