import { createHash, randomUUID } from 'node:crypto';
import type { KeyPair } from '@nats-io/nkeys';
import type { DeviceTokenClaims } from '@tutti/contracts/devices';

export interface SignedRequest {
  readonly deviceId: string;
  readonly method: string;
  /** With query, without host. */
  readonly path: string;
  readonly body: Uint8Array;
  /** Milliseconds since 1970 on the server's clock. */
  readonly now: number;
}

const lifetimeSeconds = 60;
/** What the estimate of the server's clock may be off. */
const slackSeconds = 2;

/** A compact JWS (EdDSA) for one request: see `deviceTokenClaims` in the contracts. */
export function deviceToken(key: KeyPair, request: SignedRequest): string {
  const iat = Math.floor(request.now / 1000) - slackSeconds;
  const claims: DeviceTokenClaims = {
    iss: request.deviceId,
    key: key.getPublicKey(),
    aud: 'tutti',
    htm: request.method,
    htu: request.path,
    sha256: createHash('sha256').update(request.body).digest('hex'),
    size: request.body.length,
    iat,
    exp: iat + lifetimeSeconds,
    jti: randomUUID(),
  };
  const signed = `${encode({ alg: 'EdDSA', typ: 'tutti-device+jwt' })}.${encode(claims)}`;
  return `${signed}.${Buffer.from(key.sign(Buffer.from(signed))).toString('base64url')}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
