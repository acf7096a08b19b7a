import { DomainError } from '@tutti/kernel';
import { deviceErrors, deviceTokenClaims, type DeviceTokenClaims } from '@tutti/contracts/devices';
import { z } from 'zod';
import { nkeySigned } from './nkey';

const tokenHeader = z.object({ alg: z.literal('EdDSA'), typ: z.literal('tutti-device+jwt') });

/** How far a device's clock may be off. */
export const clockSkewMs = 30_000;
/** A token is made for one request that follows at once. */
export const longestTokenLifeMs = 60_000;

export const tokenRefused = (detail: string): DomainError =>
  new DomainError(deviceErrors['device.token-invalid'], { detail });

const decoded = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** Claims of a compact JWS whose signature is that of the key that it names. */
const signedClaims = (token: string): DeviceTokenClaims => {
  const [header = '', payload = '', signature = '', ...rest] = token.split('.');
  const claims = deviceTokenClaims.safeParse(decoded(payload));
  const wellFormed = rest.length === 0 && tokenHeader.safeParse(decoded(header)).success;
  if (!wellFormed || !claims.success)
    throw tokenRefused('It is not a token that a device signs for one request.');
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  if (!nkeySigned(claims.data.key, signed, Buffer.from(signature, 'base64url')))
    throw tokenRefused('Its signature is not that of its key.');
  return claims.data;
};

const assertTimely = ({ iat, exp }: DeviceTokenClaims, now: Date): void => {
  const from = iat * 1000;
  const until = exp * 1000;
  const timely =
    until > from &&
    until - from <= longestTokenLifeMs &&
    from - clockSkewMs <= now.getTime() &&
    until + clockSkewMs > now.getTime();
  if (!timely)
    throw tokenRefused(
      `It is not valid now, it is ${now.toISOString()} here. Set the clock by this, then sign anew.`,
    );
};

export interface SignedRequest {
  readonly token: string;
  readonly method: string;
  readonly path: string;
}

/** The claims of a token that was made for exactly this request. Says nothing of who the key belongs to. */
export const readDeviceToken = ({ token, method, path }: SignedRequest, now: Date): DeviceTokenClaims => {
  const claims = signedClaims(token);
  assertTimely(claims, now);
  if (claims.htm !== method || claims.htu !== path) throw tokenRefused('It was made for another request.');
  return claims;
};
