import { createHash, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

/** A new private key, PKCS #8 in PEM: ECDSA on P-256. */
export const newSigningKey = (): string =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();

/** The public part of a private key, SubjectPublicKeyInfo in PEM. */
export const publicKeyOf = (privateKey: string): string =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString();

const digestOf = (publicKey: KeyObject): Buffer =>
  createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest();

/** sha256 of the public key (SubjectPublicKeyInfo, DER) in hexadecimal; of the public part of a private one. */
export const keyIdOf = (key: string): string => digestOf(createPublicKey(key)).toString('hex');

/** The same as Sigstore's bundles name it. */
export const hintOf = (key: string): string => digestOf(createPublicKey(key)).toString('base64');
