import { randomBytes, timingSafeEqual } from 'node:crypto';

/** A keyed hash that all replicas compute alike: the vault's. */
export interface Mac {
  mac(purpose: string, value: string): string;
}

const purpose = 'devices.enrolment-nonce';

/** `<expiry>.<random>.<mac>`: nothing is remembered between asking and answering. */
export const issueNonce = (keys: Mac, expiresAt: Date): string => {
  const stated = `${expiresAt.getTime().toString(36)}.${randomBytes(16).toString('base64url')}`;
  return `${stated}.${keys.mac(purpose, stated)}`;
};

/** True for a nonce that we issued and that has not expired. */
export const isOwnNonce = (keys: Mac, nonce: string, now: Date): boolean => {
  const [expiry = '', random = '', mac = ''] = nonce.split('.');
  const expected = Buffer.from(keys.mac(purpose, `${expiry}.${random}`));
  const given = Buffer.from(mac);
  const own = given.length === expected.length && timingSafeEqual(given, expected);
  return own && Number.parseInt(expiry, 36) > now.getTime();
};
